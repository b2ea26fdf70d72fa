#!/bin/bash
# The tests on bare machines of other Debian suites, each in a chroot of its own (root, about 2 GB each):
#   scripts/matrix.sh [SUITE …]        default: trixie (QGIS 3.40) and forky (QGIS 3.44)
# TARGET=demo runs another make target; KEEP=1 leaves the chroots for a look.
set -euo pipefail
cd "$(dirname "$0")/.."
[ "$(id -u)" = 0 ] || { echo "make matrix needs root (chroot)"; exit 1; }
command -v debootstrap >/dev/null || { apt-get -qq update; DEBIAN_FRONTEND=noninteractive apt-get -y -qq install debootstrap >/dev/null; }
home=${MATRIX_HOME:-$PWD/build/matrix}
mirror=$(grep -hE '^URIs:' /etc/apt/sources.list.d/debian.sources 2>/dev/null | awk '{print $2}' | grep -v security | head -1)
[ -n "$mirror" ] || mirror=$(grep -hoE '^deb +(\[[^]]*\] +)?[^ ]+' /etc/apt/sources.list | awk '{print $NF}' | grep -v security | head -1)
[ -n "$mirror" ] || { echo "no Debian mirror in the apt sources of this machine"; exit 1; }

failed=""
for suite in "${@:-trixie}" $([ $# = 0 ] && echo forky); do
    root=$home/$suite
    echo "== $suite"
    if [ ! -e "$root/.ready" ]; then
        mkdir -p "$root"
        recipe=/usr/share/debootstrap/scripts/$suite
        [ -e "$recipe" ] || recipe=/usr/share/debootstrap/scripts/sid
        debootstrap --variant=minbase --include=ca-certificates,git,make,python3 "$suite" "$root" "$mirror" "$recipe" >"$home/$suite.log"
        cp /etc/apt/apt.conf.d/* "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
        cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/" 2>/dev/null || true   # a proxy of this machine
        printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"; chmod +x "$root/usr/sbin/policy-rc.d"
        touch "$root/.ready"
    fi
    cp /etc/resolv.conf "$root/etc/" 2>/dev/null || true
    mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
    trap 'umount "$root/proc" 2>/dev/null || true' EXIT
    rm -rf "$root/home/county/village-planner" && mkdir -p "$root/home/county"
    git clone -q . "$root/home/county/village-planner"
    if [ -d ../shared ]; then rm -rf "$root/home/county/shared"; cp -r ../shared "$root/home/county/shared"; fi
    start=$SECONDS
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 ${PIP_INDEX_URL:+PIP_INDEX_URL="$PIP_INDEX_URL"} ${HTTPS_PROXY:+HTTPS_PROXY="$HTTPS_PROXY"} \
        make -C /home/county/village-planner ${TARGET:-test} || failed="$failed $suite"
    echo "== $suite: $((SECONDS - start)) s"
    umount "$root/proc"; trap - EXIT
    [ -n "${KEEP:-}" ] || rm -rf "$root"
done
[ -z "$failed" ] || { echo "failed on:$failed"; exit 1; }
