#!/bin/sh
# As root: install the Debian packages given, without starting any service and without making Debian's own
# database cluster. What it lays down for that time is taken away again, however it ends.
set -eu

policy=/usr/sbin/policy-rc.d
cluster=/etc/postgresql-common/createcluster.d/topos-no-main.conf
made_policy=
said=$(mktemp)
tidy() {
    [ -z "$made_policy" ] || rm -f "$policy"
    rm -f "$cluster" "$said"
}
trap tidy EXIT
trap 'exit 130' INT TERM HUP

export DEBIAN_FRONTEND=noninteractive
echo "reading the lists of packages"
apt-get -qq update

if [ ! -e "$policy" ]; then
    made_policy=1
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
fi
mkdir -p "$(dirname "$cluster")"
echo 'create_main_cluster = false' > "$cluster"

names=
services=
for name in "$@"; do
    if [ "$name" = postgresql-postgis ]; then
        # the PostgreSQL that this release calls its own
        version=$(apt-cache depends postgresql | sed -n 's/^ *Depends: postgresql-\([0-9][0-9]*\)$/\1/p' | head -n 1)
        [ -n "$version" ] || { echo "this distribution offers no PostgreSQL" >&2; exit 1; }
        name="postgresql-$version-postgis-3"
    fi
    names="$names $name"
done
for service in nginx mosquitto postgresql; do
    [ -e "/lib/systemd/system/$service.service" ] || services="$services $service"
done

echo "installing$names"
# shellcheck disable=SC2086
if ! apt-get install -y -q --no-install-recommends -o Dpkg::Use-Pty=0 $names > "$said" 2>&1; then
    tail -n 30 "$said" >&2
    exit 1
fi

# What came with this installation stays off at boot; what was there before is left as it was.
for service in $services; do
    if [ -e "/lib/systemd/system/$service.service" ] && command -v systemctl > /dev/null; then
        systemctl --quiet disable "$service" 2> /dev/null || true
    elif [ -e "/etc/init.d/$service" ] && command -v update-rc.d > /dev/null; then
        update-rc.d "$service" disable > /dev/null 2>&1 || true
    fi
done
