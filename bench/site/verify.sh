# Run inside a host: exit code 0 when it is in the end state that every peer has to reach, else says what is not.
# With the word `packages` it looks at these alone. Few processes: it runs on every host after every run.
name=$(uname -n)
bad=0
want() { [ "$2" = "$3" ] || { echo "$name: $1: $2, not $3"; bad=1; }; }
newline='
'
want packages "$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' ipvsadm tree 2>&1)" "ipvsadm installed${newline}tree installed"
[ "$1" = packages ] && exit $bad
cd /etc/lb || exit 1
want modes "$(stat -c '%n %a %U %G' . 1.conf 2.conf 3.conf 4.conf 2>&1)" '. 750 root root
1.conf 640 root root
2.conf 640 root root
3.conf 640 root root
4.conf 640 root root'
text=
for n in 1 2 3 4; do
  text="$text${newline}host $name${newline}file $n" i=0
  while [ $i -lt 40 ]; do text="$text${newline}setting_$i = value of setting $i in file $n" i=$((i + 1)); done
done
want texts "$newline$(cat 1.conf 2.conf 3.conf 4.conf 2>&1)" "$text"
want AUTO "$(grep ^AUTO= /etc/default/bench)" 'AUTO="true"'
user=$(getent passwd lb)
want 'user lb' "${user##*:}" /usr/sbin/nologin
boot=$(cat /etc/sysctl.d/*.conf | sed 's/ *= */=/')
for s in ip_forward=1 conf.all.arp_ignore=1 conf.all.arp_announce=2; do
  f=/proc/sys/net/ipv4/${s%=*}
  case $f in *.*) f=/proc/sys/net/ipv4/conf/all/${s#conf.all.} f=${f%=*} ;; esac
  read -r live <"$f"
  want "live $s" "$live" "${s#*=}"
  last=${boot##*"net.ipv4.${s%=*}="}
  want "boot $s" "${last%%"$newline"*}" "${s#*=}"
done
exit $bad
