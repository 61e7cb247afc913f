# Run inside a host: exit code 0 when it is in the end state that every peer has to reach, else says what is not.
bad=0
want() { [ "$2" = "$3" ] || { echo "$(uname -n): $1: $2, not $3"; bad=1; }; }
for p in tree ipvsadm; do want "package $p" "$(dpkg-query -W -f '${db:Status-Status}' $p 2>/dev/null)" installed; done
want /etc/lb "$(stat -c '%a %U %G' /etc/lb)" '750 root root'
for n in 1 2 3 4; do
  want "mode of $n.conf" "$(stat -c '%a %U %G' /etc/lb/$n.conf)" '640 root root'
  want "text of $n.conf" "$(cksum </etc/lb/$n.conf)" "$({ printf 'host %s\nfile %s\n' "$(uname -n)" $n
    for i in $(seq 0 39); do echo "setting_$i = value of setting $i in file $n"; done; } | cksum)"
done
want 'AUTO' "$(grep ^AUTO= /etc/default/bench)" 'AUTO="true"'
want 'user lb' "$(getent passwd lb | cut -d: -f7)" /usr/sbin/nologin
for s in ip_forward=1 conf/all/arp_ignore=1 conf/all/arp_announce=2; do
  want "live $s" "$(cat "/proc/sys/net/ipv4/${s%=*}")" "${s#*=}"
  key=net.ipv4.$(echo "${s%=*}" | tr / .)
  want "boot $s" "$(cat /etc/sysctl.d/*.conf | sed 's/ *= */=/' | grep "^$key=" | tail -n 1)" "$key=${s#*=}"
done
exit $bad
