# EL9's part of lab-boot: NetworkManager has the interface.

serve() {
  echo "$name" >/usr/share/nginx/html/index.html
  ln -s /usr/lib/systemd/system/nginx.service /etc/systemd/system/multi-user.target.wants/nginx.service
  systemctl start --no-block nginx.service
}

guard() {
  systemctl --quiet enable firewalld.service
  systemctl start --no-block firewalld.service
}

# Without labels on its files: systemd loads the policy with the next boot, permissive.
confine() {
  sed -i 's/^SELINUX=.*/SELINUX=permissive/' /etc/selinux/config
  load_policy -i
}

connect() {
  ip link set vec0 name "$interface"
  [ -n "$first" ] || return 0
  umask 077
  cat >"/etc/NetworkManager/system-connections/$interface.nmconnection" <<EOF
[connection]
id=$interface
type=ethernet
interface-name=$interface

[ipv4]
method=manual
address1=$address,$gateway

[ipv6]
method=link-local
EOF
}
