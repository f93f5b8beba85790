#!/bin/sh
# Puts the service onto a Debian machine, or this version in the place of an older one: sh deploy/install.sh, as root.
# Each step says whether it worked. What is an installation's own, in /var/lib/mailservice, is left as it is.
set -u
# Whatever root's own shell is set to: the service's user reads what is laid here, and it runs with what is laid here alone.
umask 022
PATH=$PATH:/usr/sbin:/sbin
unset CDPATH PYTHONPATH PYTHONHOME PIP_TARGET PIP_PREFIX PIP_ROOT PIP_USER PIP_NO_DEPS PIP_DRY_RUN

HERE=$(cd "$(dirname "$0")" && pwd)
SOURCE=$(realpath "${1:-$(dirname "$HERE")}") # the repository in which this file lies, or a wheel of it; never a name on an index
PROGRAMS=/opt/mailservice
OWN=/var/lib/mailservice
BACKUPS=/var/backups/mailservice
UNITS=/etc/systemd/system
LOG=$(mktemp)
# The authorities of this machine, a council's proxy among them, instead of those that pip brings with it.
export PIP_CERT="${PIP_CERT:-${REQUESTS_CA_BUNDLE:-${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}}}"

well() { printf 'well   %-12s %s\n' "$1" "$2"; }

# What was found, then what to do, as `mailservice doctor` says it.
wrong() {
    printf 'wrong  %-12s %s\n%20s→ %s\n' "$1" "$2" '' "$3" >&2
    [ ! -s "$LOG" ] || printf '%20sits own words, in %s:\n%s\n' '' "$LOG" "$(tail -5 "$LOG")" >&2
    exit 1
}

quietly() { "$@" >"$LOG" 2>&1; }

root() {
    [ "$(id -u)" = 0 ] || wrong "Root" "you are $(id -un)" "Run it as root: sudo sh $0"
}

python() {
    if command -v apt-get >/dev/null && ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
        quietly apt-get update && DEBIAN_FRONTEND=noninteractive quietly apt-get install -y python3-venv ca-certificates ||
            wrong "Python" "Debian's packages could not be installed" "Look at the network and at /etc/apt, and begin again."
    fi
    version=$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2]); sys.exit(sys.version_info < (3, 11))' 2>"$LOG") ||
        wrong "Python" "${version:-there is none}" "It needs Python 3.11 or newer, as Debian 12 has it."
    python3 -c 'import ensurepip, venv' 2>"$LOG" || wrong "Python" "it lacks venv" "Install the package python3-venv."
    well "Python" "$version"
}

user() {
    id mailservice >/dev/null 2>&1 ||
        quietly useradd --system --user-group --home-dir "$OWN" --shell /usr/sbin/nologin mailservice ||
        wrong "User" "mailservice could not be made" "Make it by hand: useradd --system mailservice"
    quietly install -d -m 700 -o mailservice -g mailservice "$OWN" "$BACKUPS" ||
        wrong "Folder" "$OWN cannot be made" "Give this machine's disk room, or its rights back."
    well "User" "mailservice, with $OWN for itself alone"
}

# Beside the version that runs, so that nothing is touched before all of it is there.
program() {
    [ -e "$SOURCE" ] || wrong "Program" "there is no $SOURCE" "Name the repository's folder, or a wheel of it."
    new=$PROGRAMS/$(date -u +%Y%m%dT%H%M%SZ)
    quietly python3 -m venv "$new" || wrong "Program" "$new could not be made" "Give /opt room, and begin again."
    trap 'rm -rf "$new"' EXIT
    echo "       Program      its libraries are fetched, by their hashes; this takes a minute or two …"
    quietly "$new/bin/pip" install --disable-pip-version-check --require-hashes -r "$HERE/requirements.txt" ||
        wrong "Program" "its libraries could not be fetched" "Where a proxy is needed: export https_proxy=http://proxy:port. \
Where it looks into TLS: put its authority into /usr/local/share/ca-certificates (as NAME.crt), and run update-ca-certificates."
    quietly "$new/bin/pip" install --disable-pip-version-check --no-deps --no-build-isolation "$SOURCE" ||
        wrong "Program" "the service could not be installed from $SOURCE" "Unpack the repository anew, and begin again."
    quietly "$new/bin/mailservice" policy show nscp || wrong "Program" "it does not start" "Report it, with the words below."
    trap - EXIT
    was=$(readlink -e "$PROGRAMS/current" || true)
    ln -sfn "$new" "$PROGRAMS/current.new" && mv -T "$PROGRAMS/current.new" "$PROGRAMS/current" ||
        wrong "Program" "$PROGRAMS/current could not be set" "Give /opt its rights back, and begin again."
    for old in "$PROGRAMS"/2*; do
        case $(readlink -f "$old") in "$(readlink -f "$new")" | "$was") continue ;; esac
        # One that still runs, since nobody started the service anew: it reads its files as it needs them.
        grep -qsF "$old/" /proc/[0-9]*/cmdline || rm -rf "$old"
    done
    well "Program" "$("$new/bin/mailservice" --version), in $new${was:+; the one before it is $was}"
}

# `mailservice` in a shell acts as the service's own user, so that what it writes is the service's.
command_line() {
    cat >/usr/local/bin/mailservice <<'SHELL' || wrong "Command" "/usr/local/bin cannot be written" "Give it its rights back."
#!/bin/sh
unset PYTHONPATH PYTHONHOME
export MAILSERVICE_CONFIG="${MAILSERVICE_CONFIG:-/var/lib/mailservice/mailservice.toml}"
case $(id -un) in
root) exec /usr/sbin/runuser -u mailservice -- /opt/mailservice/current/bin/mailservice "$@" ;; # cron's PATH lacks it
mailservice) exec /opt/mailservice/current/bin/mailservice "$@" ;;
*) echo "mailservice acts as its own user: sudo mailservice $*" >&2 && exit 1 ;;
esac
SHELL
    chmod 755 /usr/local/bin/mailservice
    well "Command" "mailservice, in /usr/local/bin"
}

units() {
    if [ ! -d "$UNITS" ]; then
        well "Units" "no systemd here; start \`mailservice run\` by what you have"
        return
    fi
    for unit in "$HERE"/systemd/mailservice*; do
        name=$(basename "$unit")
        quietly install -m 644 "$unit" "$UNITS/$name" || wrong "Units" "$UNITS/$name cannot be written" "Give it its rights back."
        case $name in
        *.service)
            quietly install -d "$UNITS/$name.d" && quietly install -m 644 "$HERE/systemd/hardened.conf" "$UNITS/$name.d" ||
                wrong "Units" "$UNITS/$name.d cannot be written" "Give it its rights back."
            ;;
        esac
    done
    [ ! -d /run/systemd/system ] || quietly systemctl daemon-reload || wrong "Units" "systemd did not take them" "See the words below."
    well "Units" "mailservice.service, and mailservice-backup.timer"
}

next() {
    rm -f "$LOG"
    if [ -e "$OWN/mailservice.toml" ]; then
        printf '\nNext:  mailservice settings check\n       systemctl restart mailservice\n'
    else
        printf '\nNext:  mailservice setup\n'
    fi
}

root && python && user && program && command_line && units && next
