/** Whether the clipboard still holds this text; null where the page may not look without asking its user first. */
export async function clipboardHolds(
  text: string,
  page: Pick<Navigator, 'clipboard' | 'permissions'> = navigator,
): Promise<boolean | null> {
  try {
    // The name is Chromium's; where it is unknown the query throws, and nobody is asked.
    const { state } = await page.permissions.query({ name: 'clipboard-read' as PermissionName });
    if (state !== 'granted') return null;
    return (await page.clipboard.readText()).trim() === text.trim();
  } catch {
    return null;
  }
}
