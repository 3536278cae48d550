public import DroneModel
public import DroneProtocol

extension FlightPlayback {
    /// How many packets of navdata were news so far.
    public var packetCount: Int { session.snapshot.link.counters.navdataValid }

    /// What the drone measures, without the rest of the snapshot: for those who look at every packet.
    public var telemetry: Telemetry { session.snapshot.telemetry }

    /// The newest packet as on the wire: what telemetry leaves out.
    public var packet: Navdata { _read { yield session.navdata } }
}
