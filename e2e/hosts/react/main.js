import './app.jsx';
