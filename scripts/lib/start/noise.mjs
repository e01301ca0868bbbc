/**
 * Lines of Chromium and GTK that mean nothing to whoever runs a desk: there is no session bus, a home folder cannot
 * be written to, or the disk is too full for Chromium's own caches, which it can do without.
 * @param {string} line
 */
export function isHarmless(line) {
  return (
    line === '' ||
    /^\[[\d:/.]+:ERROR:((dbus\/)?(bus|object_proxy)\.cc|net\/disk_cache\/|gpu\/ipc\/host\/gpu_disk_cache\.cc)/.test(
      line,
    ) ||
    /^\(electron:\d+\): dconf-(CRITICAL|WARNING) /.test(line)
  );
}
