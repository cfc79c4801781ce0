import StatesLanguage

/// What a `Resource` asks services for.
enum ServiceResource: Hashable, Sendable {
    /// `arn:aws:lambda:…:function:…`, called with its whole ARN.
    case function(String)
    /// `arn:aws:states:::sqs:sendMessage`.
    case optimized(service: String, action: String)
    /// `arn:aws:states:::aws-sdk:sqs:sendMessage`.
    case sdk(service: String, action: String)

    init?(_ resource: String) {
        let parts = resource.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "arn" else { return nil }
        if parts[2] == "lambda" {
            self = .function(resource)
            return
        }
        guard parts[2] == "states", parts[3].isEmpty, parts[4].isEmpty else { return nil }
        let name = parts[5].dropLast(IntegrationPattern(of: resource).suffix.count)
        let words = name.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        switch words.count {
        case 2: self = .optimized(service: words[0], action: words[1])
        case 3 where words[0] == "aws-sdk": self = .sdk(service: words[1], action: words[2])
        default: return nil
        }
    }
}
