import '@fontsource/inter/latin-400.css';
import '@fontsource/inter/latin-500.css';
import '@fontsource/inter/latin-600.css';
import '../elements';
import { createExporter } from '../index';
import { ffmpegCore } from './ffmpeg-core';
import { projects } from './compositions/projects';
import { openEditor } from './editor';
import './editor.css';

// `?lang=de`: the elements follow the page.
document.documentElement.lang = new URLSearchParams(location.search).get('lang') ?? 'en';
const root = document.getElementById('editor');
if (root) openEditor(root, projects, createExporter({ ffmpeg: ffmpegCore }));
