import CellCanvas
import DroneModel

/// What the border says of the recording of this flight: on every screen, however small.
struct RecordingSign {
    let health: RecordingHealth

    /// All of it: `REC 12.3 MB, 34 lost`.
    var full: Field {
        switch health.phase {
        case .recording:
            var text = "REC \(ByteText(health.bytes))"
            if health.droppedPackets > 0 { text += ", \(health.droppedPackets) lost" }
            if health.isSpaceLow, let free = health.freeBytes { text += ", \(ByteText(free)) left" }
            return Field(text: " \(text) ", style: style)
        case .blocked, .ended: return Field(text: " NOT RECORDING ", style: style)
        }
    }

    /// In six cells at most; the mark says that something is lost or soon will be.
    var brief: Field {
        switch health.phase {
        case .recording: Field(text: isWell ? "REC" : "REC!", style: style)
        case .blocked, .ended: Field(text: "NO REC", style: style)
        }
    }

    private var isWell: Bool { health.droppedPackets == 0 && !health.isSpaceLow }

    private var style: Style {
        switch health.phase {
        case .recording: (isWell ? Style(.named(.brightRed), .bold) : Palette.warning).with([.bold, .reverse])
        case .blocked, .ended: Palette.alarm
        }
    }
}
