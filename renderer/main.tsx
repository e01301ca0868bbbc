import './zod-without-eval.ts';

import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import { createRoot } from 'react-dom/client';
import { announceNews } from './announce.ts';
import { App } from './app.tsx';
import { recordHitRates } from './caches/history-store.ts';
import { runCommand } from './commands/table.ts';
import { connectDesk } from './connect.ts';
import { followWindow } from './layout/layout-store.ts';
import { keepPlace } from './place.ts';
import { startTheme } from './theme.ts';
import './ui/tokens.css';
import './ui/base.css';
import './ui/field.css';

startTheme();
announceNews();
connectDesk(window.desk, document);
keepPlace(sessionStorage);
followWindow();
recordHitRates();
window.desk.onCommand(runCommand);
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
