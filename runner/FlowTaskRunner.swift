import FlowCLI
import FlowDSL
import OrdersDomain

/// Puts domains and commands together.
@main
struct FlowTaskRunner {
    static func main() async {
        await FlowTaskCommand.run(domains: [orders])
    }
}
