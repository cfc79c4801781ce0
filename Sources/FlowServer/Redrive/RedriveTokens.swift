import FlowJSON
import StatesLanguage

/// The client tokens of an execution's last redrives: a request with one of them is answered as the first one was.
///
/// They are kept among the execution's attributes.
struct RedriveTokens: Sendable {
    private static let name = "redriveTokens"
    /// How many AWS knows again.
    private static let most = 10
    /// For how long AWS knows one again.
    private static let secondsOfLife: Int64 = 15 * 60

    private(set) var attributes: JSONObject

    init(_ attributes: JSONObject) { self.attributes = attributes }

    /// The moment of the redrive that was asked for with a token, or `nil` where there is none of late.
    func moment(of token: String, at now: Timestamp) -> Timestamp? {
        let entry = entries.last { $0[0]?.stringValue == token }
        guard let moment = entry?[1]?.integerValue.map(Timestamp.init(milliseconds:)),
            moment.adding(seconds: Self.secondsOfLife) > now
        else { return nil }
        return moment
    }

    /// The same with one token more, and without those that are one too many.
    func adding(_ token: String, at moment: Timestamp) -> RedriveTokens {
        var tokens = self
        let entry: JSON = [.string(token), .integer(moment.milliseconds)]
        tokens.attributes[Self.name] = .array((entries + [entry]).suffix(Self.most))
        return tokens
    }

    private var entries: [JSON] { attributes[Self.name]?.arrayValue ?? [] }
}
