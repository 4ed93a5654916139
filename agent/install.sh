#!/bin/sh
# Installs the HomelabCmd agent. The hub serves this file with its own address and the agent's checksum filled in:
#
#   curl -fsSL http://hub:3000/agent/install.sh | sudo sh -s -- --key hle_...
#
# Everything happens inside main, which the last line calls, so that a download that was cut off does nothing.
# Running it again is safe: configuration, token, identity and spool are kept, and only what is named is changed.
# In "a && b || die", die ends the script, so that what the linter warns of cannot happen.
# shellcheck disable=SC2015
set -u

main() {
    umask 022
    hub='@HUB_URL@' sha256='@AGENT_SHA256@'
    # A hub fills these in; the file as it lies in the repository has nothing to say here.
    case $hub in @*) hub='' ;; esac
    case $sha256 in @*) sha256='' ;; esac
    given_hub='' key='' token='' server_id='' interval='' prefix='' start=1 containers='' uninstall=''
    parse_arguments "$@"
    program=$prefix/usr/local/bin/homelab-agent
    config_dir=$prefix/etc/homelab-agent
    config=$config_dir/agent.conf
    state=$prefix/var/lib/homelab-agent
    [ -n "$prefix" ] || [ "$(id -u)" = 0 ] || die "run this as root, for example with sudo."
    if [ -n "$uninstall" ]; then
        [ -x "$program" ] || die "$program is not installed."
        HOMELAB_PREFIX=$prefix "$program" --uninstall
        return
    fi
    check_arguments
    find_init
    fetch_agent
    make_user
    make_directories
    write_configuration || exit 1
    stop_service
    install_program
    "install_$init"
    if [ -n "$start" ]; then
        first_heartbeat
        "start_$init"
    fi
}

say() {
    printf '%s\n' "$*"
}

die() {
    printf 'install.sh: %s\n' "$*" >&2
    exit 1
}

help() {
    cat <<'HELP'
Installs the HomelabCmd agent, or brings an installed one up to date.

  --key hle_...      enrolment key, exchanged for this server's own token at the first heartbeat
  --token hla_...    this server's own token, instead of a key
  --hub URL          address of the hub; default: where this script came from
  --server-id ID     name of this server at the hub; default: the host name
  --interval N       seconds between heartbeats
  --containers       let the agent list docker containers: adds its user to the group docker, which is as good as root
  --no-start         install, but neither post nor start
  --sha256 HEX       checksum of the agent; default: what the hub filled in
  --prefix DIR       install under DIR instead of / (for tests)
  --uninstall        remove everything that this script made
HELP
}

parse_arguments() {
    while [ $# -gt 0 ]; do
        case $1 in
            --key | --token | --hub | --server-id | --interval | --prefix | --sha256)
                [ $# -gt 1 ] && [ -n "$2" ] || die "$1 needs a value."
                case $1 in
                    --key) key=$2 ;;
                    --token) token=$2 ;;
                    --hub) given_hub=$2 ;;
                    --server-id) server_id=$2 ;;
                    --interval) interval=$2 ;;
                    --prefix) prefix=${2%/} ;;
                    --sha256) sha256=$2 ;;
                esac
                shift
                ;;
            --containers) containers=1 ;;
            --no-start) start='' ;;
            --uninstall) uninstall=1 ;;
            --help | -h)
                help
                exit 0
                ;;
            *) die "'$1' is not known; see --help." ;;
        esac
        shift
    done
}

check_arguments() {
    hub=${given_hub:-$hub}
    hub=${hub%/}
    case $hub in
        '') die "name the hub with --hub, for example --hub http://hub:3000." ;;
        *[!A-Za-z0-9:/._~%\[\]-]*) die "--hub must be a plain http:// or https:// address, not '$hub'." ;;
        http://?* | https://?*) ;;
        *) die "--hub must begin with http:// or https://, not '$hub'." ;;
    esac
    for secret in "$key" "$token"; do
        case $secret in *[!A-Za-z0-9._~+/=-]*) die "the key or token has a character that none has; copy it again." ;; esac
    done
    case $server_id in
        -* | *[!a-z0-9-]*) die "--server-id must be small letters, digits and hyphens, not '$server_id'." ;;
    esac
    case $interval in *[!0-9]*) die "--interval must be a number of seconds, not '$interval'." ;; esac
    case $sha256 in
        '') die "the agent's checksum is not known: take this script from the hub, or give --sha256." ;;
        *[!0-9a-f]*) die "--sha256 must be 64 hexadecimal digits." ;;
    esac
    if [ -z "$key$token" ] && [ ! -s "$state/token" ] && ! grep -q '^HOMELAB_\(TOKEN\|ENROLMENT_KEY\)=.' "$config" 2>/dev/null; then
        die "give --key hle_... (from \"Add server\" at the hub) or --token hla_...."
    fi
    command -v awk >/dev/null || die "awk is not installed."
}

find_init() {
    init=${HOMELAB_INIT-}
    if [ -n "$init" ]; then
        :
    elif [ -d /run/systemd/system ] && command -v systemctl >/dev/null; then
        init=systemd
    elif command -v openrc-run >/dev/null || [ -x /sbin/openrc-run ]; then
        init=openrc
    else
        init=cron
    fi
    case $init in systemd | openrc | cron) ;; *) die "HOMELAB_INIT must be systemd, openrc or cron." ;; esac
}

fetch_agent() {
    download=$(mktemp) || die "cannot make a temporary file."
    trap 'rm -f "$download"' EXIT
    if command -v curl >/dev/null; then
        curl -fsSL -o "$download" "$hub/agent/homelab-agent"
    else
        wget -q -O "$download" "$hub/agent/homelab-agent"
    fi || die "cannot download $hub/agent/homelab-agent."
    if command -v sha256sum >/dev/null; then
        actual=$(sha256sum "$download")
    elif command -v shasum >/dev/null; then
        actual=$(shasum -a 256 "$download")
    else
        actual=$(openssl dgst -sha256 -r "$download") || die "neither sha256sum nor shasum nor openssl is installed."
    fi
    [ "${actual%% *}" = "$sha256" ] || die "the downloaded agent has checksum ${actual%% *}, not $sha256; nothing was installed."
}

make_user() {
    user=homelab-agent
    if ! id "$user" >/dev/null 2>&1; then
        if command -v useradd >/dev/null; then
            useradd --system --no-create-home --home-dir /var/lib/homelab-agent --shell /usr/sbin/nologin "$user"
        elif command -v adduser >/dev/null; then
            adduser -S -D -H -h /var/lib/homelab-agent -s /sbin/nologin "$user"
        else
            # OpenWrt has no tool to make users.
            say "No useradd or adduser here: the agent will run as root."
            user=root
        fi || die "cannot make the user $user."
    fi
    if [ -n "$containers" ]; then
        usermod -aG docker "$user" 2>/dev/null || addgroup "$user" docker || die "cannot add $user to the group docker."
    fi
}

# Two commands rather than install(1), which small systems lack. Both directories are the agent's own: it exchanges
# the key in the one for the token in the other.
make_directories() {
    mkdir -p "$config_dir" "$state" "$prefix/usr/local/bin" || die "cannot make the directories."
    chmod 700 "$config_dir" "$state"
    own "$config_dir" "$state"
}

own() {
    chown "$user" "$@" 2>/dev/null || [ -n "$prefix" ] || die "cannot give $* to $user."
}

# Keeps every line of an older configuration that is not named now. Written under a strict mask from the start, so that
# no moment exists in which others could read the key.
write_configuration() (
    umask 077
    {
        if [ -f "$config" ]; then
            while IFS= read -r line || [ -n "$line" ]; do
                case $line in
                    HOMELAB_HUB_URL=*) continue ;;
                    HOMELAB_TOKEN=*) [ -z "$key$token" ] || continue ;;
                    HOMELAB_ENROLMENT_KEY=*) [ -z "$key$token" ] || continue ;;
                    HOMELAB_SERVER_ID=*) [ -z "$server_id" ] || continue ;;
                    HOMELAB_INTERVAL=*) [ -z "$interval" ] || continue ;;
                esac
                printf '%s\n' "$line"
            done <"$config"
        else
            printf '# The HomelabCmd agent. Every key is explained by: homelab-agent --help\n'
        fi
        printf 'HOMELAB_HUB_URL=%s\n' "$hub"
        [ -z "$token" ] || printf 'HOMELAB_TOKEN=%s\n' "$token"
        [ -z "$key" ] || printf 'HOMELAB_ENROLMENT_KEY=%s\n' "$key"
        [ -z "$server_id" ] || printf 'HOMELAB_SERVER_ID=%s\n' "$server_id"
        [ -z "$interval" ] || printf 'HOMELAB_INTERVAL=%s\n' "$interval"
    } >"$config.new" && mv -f "$config.new" "$config" || die "cannot write $config."
    own "$config"
)

# Beside the old one and then renamed, because a shell reads its script while it runs it.
install_program() {
    cp "$download" "$program.new" && chmod 755 "$program.new" && mv -f "$program.new" "$program" || die "cannot write $program."
}

stop_service() {
    # Two agents may not work on one spool; the first heartbeat below needs it.
    case $init in
        systemd) systemctl stop homelab-agent.service 2>/dev/null ;;
        openrc) rc-service homelab-agent stop 2>/dev/null ;;
    esac
    return 0
}

# Shows the hub's answer to this person, now, instead of leaving it in a log. The key is read from the file.
first_heartbeat() {
    if [ -n "$prefix" ]; then
        HOMELAB_CONFIG=$config HOMELAB_STATE_DIR=$state "$program" once
    elif [ "$user" = root ]; then
        "$program" once
    elif command -v runuser >/dev/null; then
        runuser -u "$user" -- "$program" once
    else
        su -s /bin/sh "$user" -c "$program once"
    fi
    case $? in
        0) ;;
        77 | 78) die "the agent is installed but not started; mend $config and run this again." ;;
        *) say "The first heartbeat was not answered; the agent keeps it and goes on trying." ;;
    esac
}

install_systemd() {
    mkdir -p "$prefix/etc/systemd/system"
    cat >"$prefix/etc/systemd/system/homelab-agent.service" <<'UNIT' || die "cannot write the unit."
[Unit]
Description=HomelabCmd agent
Wants=network-online.target
After=network-online.target

[Service]
ExecStart=/usr/local/bin/homelab-agent run
User=homelab-agent
Restart=always
RestartSec=30
# 78 is a wrong configuration: starting again would not mend it.
RestartPreventExitStatus=78
StateDirectory=homelab-agent
StateDirectoryMode=0700
# In memory, for what lives a second.
RuntimeDirectory=homelab-agent
RuntimeDirectoryMode=0700

UMask=0077
NoNewPrivileges=yes
CapabilityBoundingSet=
# Everything is read-only but the state and, for the day on which the key is exchanged, the configuration.
ProtectSystem=strict
ReadWritePaths=-/etc/homelab-agent
# Not "yes": that hides a /home of its own from df. The agent's user can read nothing there that others cannot.
ProtectHome=read-only
# Mounts made later must show up here, and a private /tmp and /dev leave df of every other mount alone.
PrivateTmp=yes
PrivateDevices=yes
# /proc is what the agent reads: neither ProtectProc nor ProcSubset may hide it, and ProtectKernelTunables only makes
# it read-only.
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
RestrictSUIDSGID=yes
RestrictRealtime=yes
RestrictNamespaces=yes
LockPersonality=yes
SystemCallArchitectures=native
# AF_UNIX reaches systemd and, where its user is in the group docker, docker; AF_NETLINK is how names are looked up.
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
# The agent needs a few megabytes; the hourly count of updates (apt-get, dnf) and the docker client need more for seconds.
MemoryMax=256M
TasksMax=64
Nice=5

[Install]
WantedBy=multi-user.target
UNIT
    chmod 644 "$prefix/etc/systemd/system/homelab-agent.service"
    systemctl daemon-reload || [ -n "$prefix" ] || die "systemctl daemon-reload failed."
}

start_systemd() {
    systemctl enable --now homelab-agent.service || die "systemd did not start the agent: journalctl -u homelab-agent."
    say "The agent runs; its log is: journalctl -u homelab-agent"
}

install_openrc() {
    mkdir -p "$prefix/etc/init.d"
    cat >"$prefix/etc/init.d/homelab-agent" <<'INIT' || die "cannot write the init script."
#!/sbin/openrc-run
name="HomelabCmd agent"
command=/usr/local/bin/homelab-agent
command_args=run
command_user=homelab-agent
supervisor=supervise-daemon
respawn_delay=30
output_log=/var/log/homelab-agent.log
error_log=/var/log/homelab-agent.log
# In memory, for what lives a second.
export RUNTIME_DIRECTORY=/run/homelab-agent

depend() {
    after net firewall
}

start_pre() {
    checkpath --directory --mode 0700 --owner homelab-agent "$RUNTIME_DIRECTORY" /var/lib/homelab-agent
    checkpath --file --mode 0640 --owner homelab-agent /var/log/homelab-agent.log
}
INIT
    chmod 755 "$prefix/etc/init.d/homelab-agent"
}

start_openrc() {
    rc-update add homelab-agent default && rc-service homelab-agent start || die "OpenRC did not start the agent."
    say "The agent runs; its log is /var/log/homelab-agent.log"
}

install_cron() {
    say "Neither systemd nor OpenRC runs here. Add this line to the crontab of $user:"
    say "* * * * * /usr/local/bin/homelab-agent once >/dev/null"
}

start_cron() {
    return 0
}

main "$@"
