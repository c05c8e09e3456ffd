#!/bin/sh
# The page is tested in a real Chromium. Uses the one that is there, else installs it where that can be done.
set -eu

[ "${FOOTNOTE_SKIP_BROWSER:-}" = 1 ] && exit 0
[ -n "${FOOTNOTE_CHROMIUM:-}" ] && [ -x "$FOOTNOTE_CHROMIUM" ] && exit 0
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done

if command -v apt-get >/dev/null 2>&1; then
    as_root=
    if [ "$(id -u)" != 0 ]; then
        as_root="sudo -n"
        $as_root true 2>/dev/null || as_root=none
    fi
    if [ "$as_root" != none ]; then
        echo "Installing Chromium for the tests of the page." >&2
        $as_root apt-get update -qq || true
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq chromium >/dev/null && exit 0
    fi
fi
echo "No Chromium was found, and it could not be installed from here. Install it (apt-get install chromium)," >&2
echo "or name one in FOOTNOTE_CHROMIUM, or leave the tests of the page out with FOOTNOTE_SKIP_BROWSER=1." >&2
exit 1
