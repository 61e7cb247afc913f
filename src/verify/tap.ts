/** What tcpdump shows: adverts, and those that are inside of IPsec AH, which says in its first byte what it holds. */
export const advertFilter = 'ip proto 112 or ip6 proto 112 or (ip proto 51 and ip[20] = 112)'

/**
 * Arguments: seconds, interfaces. Prints each advert once: `em1 IP 192.168.1.50 > 224.0.0.18: vrid 51`. A packet socket hears
 * before a packet filter can drop anything; bound to a protocol it is not told of other VLANs. Protocol 51 is IPsec AH, which may have an advert inside. 263, 1: PACKET_ADD_MEMBERSHIP;
 * 3: PACKET_OTHERHOST. Python 2.6 (EL6) to 3.
 */
export const pythonTap = String.raw`
import select, socket, struct, sys, time
taps = []
for name in sys.argv[2:]:
    index = int(open('/sys/class/net/%s/ifindex' % name).read())
    for kind, group in ((0x0800, b'\x01\0\x5e\0\0\x12'), (0x86dd, b'\x33\x33\0\0\0\x12')):
        tap = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(kind))
        tap.bind((name, kind))
        tap.setsockopt(263, 1, struct.pack('iHH8s', index, 0, 6, group))
        taps.append(tap)
heard = set()
end = time.time() + float(sys.argv[1])
while time.time() < end:
    for tap in select.select(taps, [], [], max(0, end - time.time()))[0]:
        data, place = tap.recvfrom(128)
        packet = bytearray(data)
        if len(packet) < 22 or place[2] == 3:
            continue
        six = packet[0] >> 4 == 6
        start = 40 if six else (packet[0] & 15) * 4
        kind = packet[6 if six else 9]
        if kind == 51 and len(packet) > start + 1:
            kind, start = packet[start], start + (packet[start + 1] + 2) * 4
        if kind != 112 or len(packet) < start + 2:
            continue
        family, at, size = (socket.AF_INET6, 8, 16) if six else (socket.AF_INET, 12, 4)
        ends = [socket.inet_ntop(family, data[i:i + size]) for i in (at, at + size)]
        heard.add('%s IP %s > %s: vrid %d' % (place[0], ends[0], ends[1], packet[start + 1]))
for line in sorted(heard):
    print(line)
`

/** The same in Perl, 5.10 (EL6) and newer, without a module. 17, 2: AF_PACKET, SOCK_DGRAM. */
export const perlTap = String.raw`
use strict;
my ($seconds, @names) = @ARGV;
my (@taps, %name_of, %heard);
for my $name (@names) {
    open(my $file, '<', "/sys/class/net/$name/ifindex") or die "$name: $!\n";
    my $index = int(<$file>);
    $name_of{$index} = $name;
    for my $tap ([0x0800, "\x01\0\x5e\0\0\x12"], [0x86dd, "\x33\x33\0\0\0\x12"]) {
        my ($kind, $group) = @$tap;
        socket(my $socket, 17, 2, unpack('S', pack('n', $kind))) or die "socket: $!\n";
        bind($socket, pack('SniSCCx8', 17, $kind, $index, 0, 0, 0)) or die "$name: $!\n";
        setsockopt($socket, 263, 1, pack('iSSa8', $index, 0, 6, $group)) or die "$name: $!\n";
        push @taps, $socket;
    }
}
my $end = time + $seconds + 1;
my $all = '';
vec($all, fileno($_), 1) = 1 for @taps;
while ((my $left = $end - time) > 0) {
    select(my $ready = $all, undef, undef, $left) > 0 or next;
    for my $socket (grep { vec($ready, fileno($_), 1) } @taps) {
        defined(my $place = recv($socket, my $data, 128, 0)) or next;
        my (undef, undef, $index, undef, $kind) = unpack('SniSC', $place);
        my @packet = unpack('C*', $data);
        next if @packet < 22 || $kind == 3 || !exists $name_of{$index};
        my $six = $packet[0] >> 4 == 6;
        my $start = $six ? 40 : ($packet[0] & 15) * 4;
        my $proto = $packet[$six ? 6 : 9];
        ($proto, $start) = ($packet[$start], $start + ($packet[$start + 1] + 2) * 4) if $proto == 51 && @packet > $start + 1;
        next if $proto != 112 || @packet < $start + 2;
        my ($from, $to) = $six
            ? map { join(':', map { sprintf('%x', $_) } unpack("x$_ n8", $data)) } 8, 24
            : map { join('.', @packet[$_ .. $_ + 3]) } 12, 16;
        $heard{"$name_of{$index} IP $from > $to: vrid $packet[$start + 1]"} = 1;
    }
}
print "$_\n" for sort keys %heard;
`
