# Debian 12's part of lab-boot.

serve() {
  echo "$name" >/var/www/html/index.html
  ln -s /lib/systemd/system/nginx.service /etc/systemd/system/multi-user.target.wants/nginx.service
  systemctl start --no-block nginx.service
}

# The address is announced: who waits for this machine need not ask again.
connect() {
  echo 1 >/proc/sys/net/ipv4/conf/vec0/arp_notify
  ip -batch - <<EOF
link set lo up
link set vec0 name $interface
address add $address broadcast + dev $interface
link set $interface up
route add default via $gateway
EOF
  echo 0 >"/proc/sys/net/ipv4/conf/$interface/arp_notify"
}
