import FlightRecording
import Testing

@Suite struct NetworkAddressTests {
    @Test(arguments: [
        (IPAddress.v4(192, 168, 1, 1), "192.168.1.1"),
        (.v4(0xFFFF_FFFF), "255.255.255.255"),
        (.v6(high: 0, low: 0), "::"),
        (.v6(high: 0, low: 1), "::1"),
        (.v6(high: 0xFE80_0000_0000_0000, low: 0), "fe80::"),
        (.v6(high: 0x2001_0DB8_0000_0000, low: 0x0001_0000_0000_0001), "2001:db8::1:0:0:1"),
        (.v6(high: 0x2001_0DB8_0000_0001, low: 0x0001_0001_0001_0001), "2001:db8:0:1:1:1:1:1"),
        (.v6(high: 0x0001_0000_0000_0002, low: 0x0003_0000_0000_0000), "1:0:0:2:3::"),
    ]) func `an address is written as RFC 5952 wants it`(address: IPAddress, text: String) {
        #expect("\(address)" == text)
    }

    @Test func `an endpoint brackets version 6 addresses only`() {
        #expect("\(Endpoint(FrameBuilder.drone, port: 5554))" == "192.168.1.1:5554")
        #expect("\(Endpoint(FrameBuilder.drone6, port: 80))" == "[fe80::1]:80")
    }

    @Test func `a flow reversed twice is the same`() {
        let flow = FrameBuilder.navdata
        #expect(flow.reversed.source == flow.destination)
        #expect(flow.reversed.reversed == flow)
        #expect("\(flow)" == "192.168.1.1:5554 → 192.168.1.2:40000")
    }
}
