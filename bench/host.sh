# One host: an overlay of the root filesystem, with namespaces and an sshd of its own. Run in the host's network namespace
# by `unshare` with namespaces for mounts, names and processes; /proc is still that of the benchmark.
# Arguments: number, work folder.
set -eu
number=$1 work=$2
root=$work/mount/$number
read -r pid _ </proc/self/stat
mount -t overlay overlay -o "lowerdir=$work/base,upperdir=$work/upper/$number,workdir=$work/overlay/$number" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
mkdir -p "$root/run/sshd" "$root/run/lock"
hostname "h$number"
# The network outlives a reset: what the end state sets in it is taken back.
for setting in ip_forward conf/all/arp_ignore conf/all/arp_announce; do echo 0 >"/proc/sys/net/ipv4/$setting"; done
echo "$pid" >"$work/pid/$number"
exec chroot "$root" /usr/sbin/sshd -D -E /var/log/sshd.log -o LogLevel=VERBOSE -o MaxStartups=100 -o UsePAM=no -o UseDNS=no
