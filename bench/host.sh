# One host: an overlay of the root filesystem, with namespaces and an sshd of its own. Run by `unshare` with
# namespaces for mounts, network, names and processes; /proc is still that of the benchmark.
# Arguments: number, address, work folder, public key file.
set -eu
number=$1 address=$2 work=$3 key=$4
root=$work/mount/$number
read -r pid _ </proc/self/stat
mkdir -p "$root" "$work/upper/$number/etc/ssh" "$work/overlay/$number"
cp -p "$work"/ssh_host_ed25519_key* "$work/upper/$number/etc/ssh/"
mount --make-rprivate /
mount -t overlay overlay -o "lowerdir=$work/base,upperdir=$work/upper/$number,workdir=$work/overlay/$number" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
mkdir -p "$root/run/sshd" "$root/run/lock" "$root/root/.ssh"
hostname "h$number"
echo "h$number" >"$root/etc/hostname"
cp "$key" "$root/root/.ssh/authorized_keys"
ip link set lo up
# The kernel takes its time to remove the wire of a host that was here before.
tries=0
nsenter --net=/run/netns/bench ip link delete "h$number" 2>/dev/null || :
until ip link add em1 type veth peer name "h$number" netns bench 2>/dev/null; do
  tries=$((tries + 1))
  [ $tries -lt 100 ] || exit 1
  sleep 0.1
done
ip address add "$address/16" broadcast + dev em1
ip link set em1 up
ip route add default via 10.77.0.1
nsenter --net=/run/netns/bench ip link set "h$number" master hosts up
echo "$pid" >"$work/pid/$number"
exec chroot "$root" /usr/sbin/sshd -D -E /var/log/sshd.log -o LogLevel=VERBOSE -o MaxStartups=100 -o UsePAM=no -o UseDNS=no
