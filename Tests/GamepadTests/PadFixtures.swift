import DroneModel
import Gamepad

/// Pads as the kernel describes them.
enum Pads {
    static let x = PadAxis(code: 0), y = PadAxis(code: 1), z = PadAxis(code: 2)
    static let rx = PadAxis(code: 3), ry = PadAxis(code: 4), rz = PadAxis(code: 5)
    static let hatX = PadAxis(code: 0x10), hatY = PadAxis(code: 0x11)
    static let south = PadButton(code: 0x130), east = PadButton(code: 0x131), north = PadButton(code: 0x133)
    static let select = PadButton(code: 0x13A), start = PadButton(code: 0x13B)

    private static let buttons: Set<PadButton> = Set(
        [0x130, 0x131, 0x133, 0x134, 0x136, 0x137, 0x13A, 0x13B, 0x13C, 0x13D, 0x13E].map { PadButton(code: $0) })
    private static let hat = PadDescription.Range(minimum: -1, maximum: 1)

    /// xpad: sticks of 16 bits, triggers of 8.
    static let xbox: PadDescription = {
        let stick = PadDescription.Range(minimum: -32768, maximum: 32767, flat: 128)
        let trigger = PadDescription.Range(minimum: 0, maximum: 255)
        return PadDescription(
            name: "Microsoft X-Box 360 pad", vendor: 0x045E, product: 0x028E,
            axes: [x: stick, y: stick, z: trigger, rx: stick, ry: stick, rz: trigger, hatX: hat, hatY: hat],
            buttons: buttons)
    }()

    /// hid-playstation: all of 8 bits.
    static let playstation: PadDescription = {
        let stick = PadDescription.Range(minimum: 0, maximum: 255)
        return PadDescription(
            name: "Wireless Controller", vendor: 0x054C, product: 0x09CC,
            axes: [x: stick, y: stick, z: stick, rx: stick, ry: stick, rz: stick, hatX: hat, hatY: hat],
            buttons: buttons)
    }()

    /// An old pad with buttons by number and the right stick on Z and RZ.
    static let joystick: PadDescription = {
        let stick = PadDescription.Range(minimum: 0, maximum: 255, flat: 15)
        return PadDescription(
            name: "USB Gamepad", vendor: 0x0079, product: 0x0011, axes: [x: stick, y: stick, z: stick, rz: stick],
            buttons: Set((0x120...0x129).map { PadButton(code: $0) }))
    }()

    /// Every axis in its middle, triggers let go.
    static func rest(_ pad: PadDescription) -> PadState {
        var state = PadState()
        for (axis, range) in pad.axes {
            let isTrigger = pad == xbox && (axis == z || axis == rz)
            state.axes[axis] = isTrigger ? 0 : (range.minimum + range.maximum + 1) / 2
        }
        return state
    }

    static func mapping(_ name: String) -> PadMapping? { PadMapping.builtIn.first { $0.name == name } }
}
