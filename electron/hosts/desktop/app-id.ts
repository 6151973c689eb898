/** As in electron-builder.yml: the installer gives its shortcut the same name. */
export const APP_ID = 'app.headroom.desktop';
