import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { createExporter } from 'stepframe';
import 'stepframe/elements';
import { sweep } from '../sweep.js';

function ExportButton({ composition, onEvent }) {
  const [exporter, setExporter] = useState(null);
  useEffect(() => {
    const made = createExporter();
    setExporter(made);
    return () => void made.dispose();
  }, []);
  return (
    <stepframe-export-button
      exporter={exporter}
      composition={composition}
      onstepframe-export-start={onEvent}
      onstepframe-export-complete={onEvent}
      onstepframe-export-error={onEvent}
      onstepframe-export-close={onEvent}
    >
      Export
    </stepframe-export-button>
  );
}

function App() {
  const [shown, setShown] = useState(false);
  const [heard, setHeard] = useState('');
  return (
    <>
      <button onClick={() => setShown(!shown)}>Show or hide</button>
      <output>{heard}</output>
      {shown && (
        <ExportButton
          composition={sweep}
          onEvent={({ type }) => setHeard((before) => `${before}${type.replace('stepframe-export-', '')} `)}
        />
      )}
    </>
  );
}

const root = document.createElement('div');
document.body.append(root);
createRoot(root).render(<App />);
