public import DroneModel

extension Navdata {
    /// The layout that the sizes and tags of this packet speak for; nil when they fit several airframes.
    ///
    /// In demo mode with its default options, 2.0 to 2.3 and 2.4 look alike: then ``NavdataEvidence/ardrone2``.
    public var evidence: NavdataEvidence? {
        if sendsOptionsOf24 { return .layout(.sdk24) }
        if let detect = visionDetect, detect.size < 328 { return .layout(detect.size < 120 ? .sdk15 : .sdk18) }
        if let pwm, pwm.size < 76 { return .layout(.sdk18) }
        if let rawMeasures, rawMeasures.size < 52 { return .layout(rawMeasures.size < 40 ? .sdk15 : .sdk18) }
        if pwm != nil || magneto != nil || windSpeed != nil || zimmu != nil { return .layout(.sdk20) }
        let has2 =
            visionDetect != nil || pressureRaw != nil || kalmanPressure != nil || hdvideoStream != nil
            || wifi != nil
        return has2 ? .ardrone2 : nil
    }

    /// Whether some option has a size, or a tag, that appeared with firmware 2.4.
    private var sendsOptionsOf24: Bool {
        gps != nil || cameraSettings != nil || host != nil || (pwm.map { $0.size >= 92 } ?? false)
            || (magneto.map { $0.size >= 83 } ?? false) || (windSpeed.map { $0.size >= 64 } ?? false)
    }
}

/// What a packet's options tell about the drone.
public enum NavdataEvidence: Hashable, Sendable {
    /// The options of one firmware generation.
    case layout(NavdataLayout)
    /// An AR.Drone 2.0 of any firmware.
    case ardrone2

    /// The airframe.
    public var generation: DroneGeneration {
        switch self {
        case .layout(let layout): layout.generation
        case .ardrone2: .ardrone2
        }
    }
}
