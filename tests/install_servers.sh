#!/bin/sh
# Installs, from Debian's packages, the servers that the tests start for themselves; says so where it may not.
# Needs root (or passwordless sudo) only where something is missing. PostgreSQL comes as a wheel.
set -eu
missing=""
[ -x /usr/sbin/dovecot ] || missing="$missing dovecot-imapd"
command -v redis-server >/dev/null 2>&1 || [ -x /usr/bin/redis-server ] || missing="$missing redis-server"
command -v openssl >/dev/null 2>&1 || missing="$missing openssl"
command -v swaks >/dev/null 2>&1 || missing="$missing swaks"
[ -x /usr/sbin/postfix ] || missing="$missing postfix"
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v systemd-analyze >/dev/null 2>&1 || missing="$missing systemd"
[ -n "$missing" ] || exit 0
if ! command -v apt-get >/dev/null 2>&1; then
    echo "not Debian: please install$missing, or the tests that need them are skipped (under CI=true they fail)"
    exit 0
fi
sudo=""
if [ "$(id -u)" != 0 ]; then
    if sudo -n true 2>/dev/null; then sudo="sudo -n"; else
        echo "to run every test: sudo apt-get install$missing (they are skipped until then; under CI=true they fail)"
        exit 0
    fi
fi
echo "installing the servers that the tests start:$missing"
export DEBIAN_FRONTEND=noninteractive
# No server may start by itself on this machine: the tests start private ones.
policy=/usr/sbin/policy-rc.d
made=""
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | $sudo tee "$policy" >/dev/null; $sudo chmod +x "$policy"; made=yes
fi
echo "postfix postfix/main_mailer_type select No configuration" | $sudo debconf-set-selections
$sudo apt-get update -qq >/dev/null 2>&1 || true
$sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null || echo "could not install$missing"
[ -z "$made" ] || $sudo rm -f "$policy"
