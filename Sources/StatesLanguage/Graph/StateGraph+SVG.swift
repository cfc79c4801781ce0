extension StateGraph {
    /// The graph as a picture that needs nothing else: shapes, texts and colours are all in it.
    package var svg: String {
        let drawing = ScopeDrawing(root)
        let margin = 16.0
        let width = (drawing.size.width + 2 * margin).inSVG
        let height = (drawing.size.height + 2 * margin).inSVG
        let content = drawing.svg(at: Point(x: margin, y: margin))
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)">
            <style>
            text { font-family: Helvetica, Arial, sans-serif; font-size: 13px; fill: #1f2933; text-anchor: middle }
            .type { font-size: 10px; fill: #66788a }
            .title { font-size: 11px; fill: #52606d }
            .label { font-size: 11px; fill: #334e68 }
            .box { fill: #ffffff; stroke: #829ab1; stroke-width: 1.2 }
            .Task { fill: #e6f1fc; stroke: #2f7fc1 }
            .Choice { fill: #fff7e0; stroke: #c99a1a }
            .Wait { fill: #f3ebfd; stroke: #8a5cc7 }
            .Succeed { fill: #e5f6e9; stroke: #2f9e4f }
            .Fail { fill: #fdeaea; stroke: #c93a3a }
            .group { fill: #f7f9fb; stroke: #829ab1; stroke-width: 1.2 }
            .scope { fill: #ffffff; stroke: #bcccdc; stroke-dasharray: 4 3 }
            .way { fill: none; stroke: #486581; stroke-width: 1.3 }
            .catch { stroke: #c93a3a; stroke-dasharray: 5 3 }
            .dot { fill: #334e68 }
            .plate { fill: #ffffff; fill-opacity: 0.85 }
            </style>
            <defs>
            <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">\
            <path d="M0 0 8 4 0 8z" fill="#486581"/></marker>
            <marker id="catch-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" \
            orient="auto"><path d="M0 0 8 4 0 8z" fill="#c93a3a"/></marker>
            </defs>
            <rect width="100%" height="100%" fill="#ffffff"/>
            \(content)</svg>

            """
    }
}

extension Double {
    /// The number with at most one digit after the point.
    var inSVG: String {
        let tenths = Int((self * 10).rounded())
        let (whole, digit) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
        return (tenths < 0 ? "-" : "") + "\(whole)" + (digit == 0 ? "" : ".\(digit)")
    }
}

extension String {
    /// The text as XML content or an attribute's value; what XML can't hold becomes U+FFFD.
    var inXML: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\t", "\n", "\r": escaped += " "
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// The width in pixels of the text in a sans-serif font, roughly: what matters is that it is not too small.
    func width(fontSize: Double) -> Double {
        unicodeScalars.reduce(0) { width, scalar in
            let share: Double =
                switch scalar {
                case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!": 0.3
                case "f", "r", "t", "(", ")", "[", "]", " ", "-", "/": 0.36
                case "m", "w", "M", "W", "%", "@", "—", "…": 0.95
                case "A"..."Z", "&", "=", "<", ">", "+": 0.7
                case _ where scalar.value > 0x2E7F: 1.05
                default: 0.57
                }
            return width + share * fontSize
        }
    }
}
