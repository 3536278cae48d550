public import Gamepad

/// The game pads of this computer at one moment.
public struct PadCensus: Sendable {
    /// Those found, with their paths.
    public var pads: [(path: String, pad: PadDescription, state: PadState)] = []
    /// How many devices may not be read: keyboards and mice never may, but a pad could be among them.
    public var denied = 0
    /// How many are something else.
    public var others = 0

    /// Looks once.
    public init(folder: String = PadWatcher.folder) {
        #if canImport(CEvdev)
            for path in PadLoop.devices(in: folder) {
                do throws(EvdevPad.Refusal) {
                    let pad = try EvdevPad(path: path)
                    pads.append((path, pad.description, pad.state))
                } catch {
                    if case .system(_, let code) = error, code == Self.accessDenied { denied += 1 } else { others += 1 }
                }
            }
        #endif
    }

    /// EACCES.
    private static let accessDenied: Int32 = 13
}
