import FlowStore

extension StepFunctionsAPI {
    /// Why requests would fail now, or `nil` where they would not.
    func reasonForNotBeingReady() async -> String? {
        do {
            try await configuration.store.probe()
            return nil
        } catch {
            return "the store cannot be used: \(error)"
        }
    }
}
