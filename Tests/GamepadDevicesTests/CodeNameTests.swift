import Gamepad
import GamepadDevices
import Testing

#if canImport(CEvdev)
    import CEvdev

    /// Our names against libevdev's.
    struct CodeNameTests {
        @Test func `axes have the kernel's names`() {
            for code in 0...0x2E as ClosedRange<UInt16> {
                let name = libevdev_event_code_get_name(UInt32(EV_ABS), UInt32(code)).map { String(cString: $0) }
                let own = PadAxis(code: code).name
                // A few axes of no pad have names only there.
                #expect(own == name || own.hasPrefix("ABS_0x"), "\(own) is \(name ?? "nothing")")
            }
            for name in PadAxis.allNames {
                let code = libevdev_event_code_from_name(UInt32(EV_ABS), name)
                #expect(code == PadAxis(name: name).map { Int32($0.code) })
            }
        }

        @Test func `buttons have the kernel's names`() {
            let aliases = ["BTN_A", "BTN_B", "BTN_X", "BTN_Y"]
            for name in PadButton.allNames + aliases {
                let code = libevdev_event_code_from_name(UInt32(EV_KEY), name)
                #expect(code == PadButton(name: name).map { Int32($0.code) }, "\(name)")
            }
            for code in PadButton.padRange {
                let name = libevdev_event_code_get_name(UInt32(EV_KEY), UInt32(code)).map { String(cString: $0) }
                #expect(name == nil || name == PadButton(code: code).name)
            }
        }
    }
#endif
