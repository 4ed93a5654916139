#!/bin/sh
# Records what a real systemd says of units in every state, for the tests of the agent:
#
#   sudo sh agent/record-systemd.sh agent/fixtures/systemd-252
#
# It boots a systemd of its own in namespaces of its own (mounts, processes, cgroups, host name), with the units below
# and no others, so that nothing of this machine's own is started, stopped or seen. It needs root, unshare and nsenter,
# the package systemd, and a kernel with cgroup v2.
# The linter takes what sed and the inner shell are to read for what this one should expand.
# shellcheck disable=SC2016
set -eu

properties=$(sed -n 's/^unit_properties=\(\$unit_properties\)\{0,1\}//p' "$(dirname "$0")/homelab-agent" | tr -d '\n')

main() {
    out=$1
    mkdir -p "$out"
    units=$(mktemp -d)
    trap 'kill -9 "$pid1" 2>/dev/null; rm -rf "$units"' EXIT
    write_units
    UNITS=$units unshare --mount --pid --fork --cgroup --uts --ipc --mount-proc sh -c '
        mount --make-rprivate /
        umount -R /sys/fs/cgroup 2>/dev/null || mount -t tmpfs none /sys/fs/cgroup
        mount -t cgroup2 none /sys/fs/cgroup
        mount -t tmpfs -o mode=755 none /run
        mkdir /run/systemd
        mount --bind /proc/sys /proc/sys && mount -o remount,bind,ro /proc/sys
        exec env container=lxc SYSTEMD_UNIT_PATH="$UNITS" /lib/systemd/systemd --system --unit=default.target' &
    unshare_pid=$!
    pid1=''
    until [ -n "$pid1" ] && inside systemctl is-system-running >/dev/null 2>&1; do
        sleep 1
        pid1=$(pgrep -P "$unshare_pid" || :)
    done
    reach_every_state
    record
}

inside() {
    nsenter -t "$pid1" --mount --pid --cgroup --uts --ipc env TZ=UTC0 LC_ALL=C "$@"
}

unit() { # name, line...
    name=$1
    shift
    printf '%s\n' "$@" >"$units/$name"
}

write_units() {
    for target in default sysinit basic shutdown multi-user timers sockets; do
        unit "$target.target" '[Unit]' "Description=$target"
    done
    forever='ExecStart=/bin/sleep infinity'
    unit web.service '[Service]' "$forever"
    ln -s web.service "$units/www.service"
    unit "media-photo\\x2dframe.service" '[Service]' "$forever"
    ln -s "media-photo\\x2dframe.service" "$units/photo\\x2dalias.service"
    unit worker@.service '[Service]' "$forever"
    unit once.service '[Service]' Type=oneshot RemainAfterExit=yes ExecStart=/bin/true
    unit backup.service '[Service]' Type=oneshot ExecStart=/bin/true
    unit backup.timer '[Timer]' OnActiveSec=1h
    unit "run-photo\\x2dstore.mount" '[Mount]' What=tmpfs Where=/run/photo-store Type=tmpfs Options=size=1M
    unit echo.service '[Service]' ExecStart=/bin/cat StandardInput=socket
    unit echo.socket '[Socket]' ListenStream=/run/echo.sock
    unit idle.service '[Service]' "$forever"
    ln -s /dev/null "$units/masked.service"
    unit broken.service '[Service]' ExecStart=a/relative/path
    unit starting.service '[Service]' Type=notify "$forever" TimeoutStartSec=infinity
    unit stopping.service '[Service]' 'ExecStart=/bin/sh -c "trap : TERM; while :; do sleep 1; done"' TimeoutStopSec=infinity
    unit reloading.service '[Service]' "$forever" 'ExecReload=/bin/sleep infinity' TimeoutStartSec=infinity
    unit loop.service '[Unit]' StartLimitIntervalSec=0 '[Service]' ExecStart=/bin/false Restart=always RestartSec=5
    unit limit.service '[Unit]' StartLimitIntervalSec=60 StartLimitBurst=3 '[Service]' ExecStart=/bin/false Restart=always RestartSec=50ms
    unit crash.service '[Service]' 'ExecStart=/bin/sh -c "exit 7"'
    unit killed.service '[Service]' 'ExecStart=/bin/sh -c "kill -9 $$$$"'
    unit noexec.service '[Service]' ExecStart=/nonexistent/program
    unit slow.service '[Service]' Type=notify "$forever" TimeoutStartSec=1
}

reach_every_state() {
    inside systemctl start web.service "media-photo\\x2dframe.service" worker@one.service once.service backup.service \
        backup.timer "run-photo\\x2dstore.mount" echo.socket stopping.service reloading.service
    inside systemctl start --no-block starting.service loop.service limit.service crash.service killed.service \
        noexec.service slow.service
    sleep 1
    inside systemctl stop --no-block stopping.service
    inside systemctl reload --no-block reloading.service
    until [ "$(inside systemctl show -p NRestarts --value loop.service)" = 2 ] &&
        [ "$(inside systemctl show -p SubState --value loop.service)" = auto-restart ]; do sleep 1; done
}

record() {
    inside systemctl list-units --failed --plain --no-legend --no-pager --full >"$out/failed"
    inside systemctl show --no-pager --property="$properties" -- web.service www.service \
        "media-photo\\x2dframe.service" "photo\\x2dalias.service" worker@one.service once.service backup.service \
        backup.timer "run-photo\\x2dstore.mount" echo.socket idle.service masked.service broken.service nosuch.service \
        starting.service stopping.service reloading.service loop.service limit.service crash.service killed.service \
        noexec.service slow.service >"$out/show"
    # A name that is none, among others.
    inside systemctl show --no-pager --property="$properties" -- web.service worker@.service crash.service \
        >"$out/show-a-template" 2>"$out/show-a-template.err" || :
    inside sh -c 'mv /run/systemd/private /run/systemd/away'
    inside systemctl show web.service 2>"$out/no-bus.err" || :
    inside sh -c 'rm -r /run/systemd'
    inside systemctl show web.service 2>"$out/not-booted.err" || :
}

main "$@"
