import { app, session } from 'electron';

/** Applies to every page that this process will ever show; must run once the app is ready. */
export function lockDown(allowedOrigin: string): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.setDevicePermissionHandler(() => false);

  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    // Subframes too: this event comes for every frame.
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !event.url.startsWith(`${allowedOrigin}/`)) event.preventDefault();
    });
  });
}
