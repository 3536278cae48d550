import JSONText
import QRCode
import WebExchange

/// The page that says how a phone joins: one address, a code for it, and what to set in each app.
public struct JoinPage: Sendable {
    /// The station as phones reach it: `http://10.0.0.1:8077`.
    private let address: String
    /// The phones that may send, and their tokens; empty where everybody may.
    private let tokens: [String: String]
    /// The phone that this page is for; nil for the station's own screen.
    private let device: String?
    private let token: String?

    /// A page.
    public init(address: String, tokens: [String: String], device: String? = nil, token: String? = nil) {
        self.address = address
        self.tokens = tokens
        self.device = device
        self.token = token ?? device.flatMap { tokens[$0] }
    }

    /// The address for one phone; without a token the bare one.
    public static func address(_ address: String, token: String?) -> String {
        token.map { "\(address)/t/\($0)" } ?? address
    }

    /// The QR code of the address for a phone, as SVG.
    func code(for device: String?) -> String {
        let token = device.flatMap { tokens[$0] } ?? token
        return QRSymbol(Self.address(address, token: token) + "/")?.svg ?? ""
    }

    private var base: String { Self.address(address, token: token) }
    private var name: String { device ?? "side" }

    /// OwnTracks' configuration file: HTTP mode, this address, a fix every few seconds.
    var ownTracksConfiguration: String {
        JSONValue.object([
            ("_type", .text("configuration")), ("mode", .integer(3)), ("url", .text(base + "/owntracks")),
            ("auth", .flag(false)), ("deviceId", .text(name)), ("tid", .text(String(name.prefix(2)))),
            ("monitoring", .integer(2)), ("moveModeLocatorInterval", .integer(2)), ("locatorDisplacement", .integer(0)),
            ("locatorInterval", .integer(2)), ("ping", .integer(15)), ("pubExtendedData", .flag(true)),
        ]).rendered()
    }

    /// Overland's link: a tap sets it up.
    private var overlandLink: String {
        var link =
            "overland://setup?url=\(PercentText.encode(base + "/overland"))&device_id=\(PercentText.encode(name))"
        if let token { link += "&token=\(PercentText.encode(token))" }
        return link
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
    }

    /// An app, and what to set in it.
    private func app(_ title: String, _ settings: [(String, String)], note: String = "", link: String = "") -> String {
        let rows = settings.map { "<dt>\($0.0)</dt><dd><code>\(Self.escaped($0.1))</code></dd>" }.joined()
        return "<details><summary>\(title)</summary>\(link)<dl>\(rows)</dl>\(note)</details>"
    }

    private var apps: String {
        let ownTracks = app(
            "OwnTracks", [("Mode", "HTTP"), ("URL", base + "/owntracks"), ("Monitoring", "Move")],
            link: "<p><a class=\"button\" href=\"\(prefix)/stork.otrc\">Configuration file</a></p>")
        let overland = app(
            "Overland (iPhone)", [("Receiver endpoint", base + "/overland"), ("Device id", name)],
            link: "<p><a class=\"button\" href=\"\(Self.escaped(overlandLink))\">Set up Overland</a></p>")
        let uLogger = app(
            "uLogger (position and photos)",
            [
                ("Server", base), ("User", name), ("Password", token ?? "any"), ("Live synchronization", "on"),
                ("Minimum time", "1 s"), ("Minimum distance", "0 m"),
            ])
        let traccar = app(
            "Traccar Client", [("Server URL", base + "/traccar"), ("Device identifier", name), ("Interval", "1 s")])
        let sensorLogger = app(
            "Sensor Logger", [("HTTP push", "on"), ("Push URL", base + "/sensorlogger"), ("Sensors", "Location")])
        let osmAnd = app(
            "OsmAnd (online tracking)",
            [
                (
                    "Web address",
                    base
                        + "/osmand-app?id=\(name)&lat={0}&lon={1}&timestamp={2}&hdop={3}&altitude={4}&speed={5}&bearing={6}"
                )
            ])
        let gpsLogger = app(
            "GPSLogger",
            [
                (
                    "Custom URL",
                    base
                        + "/gpslogger?lat=%LAT&lon=%LON&time=%TIME&spd=%SPD&acc=%ACC&alt=%ALT&dir=%DIR&batt=%BATT&ser=\(name)"
                )
            ],
            note: """
                <p class="warning">GPSLogger sends nothing on a Wi-Fi without internet, and a drone's has none. Let it log
                to a file, and bring that after the flight: <code>stork payload import track.gpx</code></p>
                """)
        let pictures = app(
            "Pictures from any app or script", [("PUT or POST image/jpeg to", base + "/photo")],
            note: "<p><code>curl -T picture.jpg -H 'Content-Type: image/jpeg' \(Self.escaped(base))/photo</code></p>")
        return ownTracks + overland + uLogger + traccar + sensorLogger + osmAnd + gpsLogger + pictures
    }

    /// Where this page's own files are.
    private var prefix: String { token.map { "/t/\($0)" } ?? "" }

    private var codes: String {
        if device != nil || tokens.isEmpty {
            return "<figure><img src=\"\(prefix)/qr.svg\" alt=\"QR code of \(Self.escaped(base))/\" width=\"220\">"
                + "<figcaption><code>\(Self.escaped(base))/</code></figcaption></figure>"
        }
        return tokens.keys.sorted().map { device in
            let address = Self.address(address, token: tokens[device]) + "/"
            return
                "<figure><img src=\"/qr.svg?d=\(PercentText.encode(device))\" alt=\"QR code for \(device)\" width=\"220\">"
                + "<figcaption><a href=\"\(Self.escaped(address))\">\(Self.escaped(device))</a></figcaption></figure>"
        }.joined()
    }

    /// The page.
    public var html: String {
        """
        <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Stork: join</title>
        <meta name="viewport" content="width=device-width, initial-scale=1"><style>\(Self.style)</style></head><body>
        <h1>Stork carries \(Self.escaped(device ?? "your phone"))</h1>
        <p>Open this page on the phone that flies: scan the code. Then set up one app.
        Airplane mode with Wi-Fi on keeps the phone from looking for another way out.</p>
        <div class="codes">\(codes)</div><h2>Apps</h2>\(device == nil && !tokens.isEmpty ? Self.scanFirst : apps)
        <h2>Arrived</h2><div id="live" aria-live="polite">nothing yet</div>
        <script>const source = "\(prefix)/live.json";\(Self.script)</script></body></html>
        """
    }

    private static let scanFirst = "<p>Every phone has a code of its own; its page shows the settings.</p>"

    /// What somebody sees who has no token.
    static let strangers = """
        <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Stork</title>
        <meta name="viewport" content="width=device-width, initial-scale=1"><style>\(style)</style></head><body>
        <h1>Stork</h1><p>Scan the code that the station shows on its screen: it holds the token of your phone.</p>
        </body></html>
        """

    private static let style = """
        :root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:0 auto;padding:1rem}
        h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:1.5rem}code{overflow-wrap:anywhere}
        .codes{display:flex;flex-wrap:wrap;gap:1rem}figure{margin:0}figcaption{font-size:.85rem;max-width:220px}
        img{background:#fff;border-radius:4px}details{border:1px solid #8886;border-radius:6px;padding:.5rem .8rem;margin:.4rem 0}
        summary{font-weight:600;cursor:pointer}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem .8rem;margin:.5rem 0}
        dt{opacity:.7}dd{margin:0}.warning{border-left:4px solid #c33;padding-left:.6rem}
        .button{display:inline-block;padding:.4rem .9rem;border-radius:6px;background:#2563eb;color:#fff;text-decoration:none}
        table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;padding:.2rem .4rem;border-bottom:1px solid #8884}
        @media(max-width:32rem){dl{grid-template-columns:1fr}dt{margin-top:.4rem}}
        """

    /// Asks once a second; what phones call themselves is shown as text, never as markup.
    private static let script = """
        const live = document.getElementById("live");
        const cells = d => [d.name, d.sources.join(" "), d.fixes + (d.late ? " (" + d.late + " late)" : ""),
          d.age_s === null ? "n/a" : d.age_s + " s ago", d.accuracy_m === null ? "n/a" : "\\u00b1" + d.accuracy_m + " m",
          d.gaps ? d.gaps + ", longest " + d.longest_gap_s + " s" : "none", d.photos];
        const row = (kind, texts) => { const tr = document.createElement("tr");
          for (const text of texts) { const cell = document.createElement(kind); cell.textContent = text; tr.append(cell); }
          return tr; };
        async function show() {
          try {
            const list = await (await fetch(source)).json();
            const table = document.createElement("table");
            table.append(row("th", ["phone", "app", "fixes", "last", "accuracy", "gaps", "photos"]));
            for (const d of list.devices) table.append(row("td", cells(d)));
            const parts = list.devices.length ? [table] : ["nothing yet"];
            for (const r of list.refusals) { const p = document.createElement("p"); p.className = "warning";
              p.textContent = "refused: " + r.reason; parts.push(p); }
            live.replaceChildren(...parts);
          } catch { live.textContent = "the station does not answer"; }
          setTimeout(show, 1000);
        }
        show();
        """
}
