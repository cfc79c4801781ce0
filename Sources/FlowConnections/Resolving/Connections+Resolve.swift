package import FlowDiagnostics

extension Connections {
    /// What came out of reading all sources of connections.
    package struct Resolution: Sendable {
        /// The connections that can be used, and those that are known but cannot.
        package var connections: Connections
        /// What is wrong in the sources, in their order; nothing should run where there is an error.
        package var diagnostics: [Diagnostic]
    }

    /// Reads the connections of a run: templates first, `connections.yaml` over them, the environment over both.
    ///
    /// - Parameter templates: what the domains declare, with the embedded defaults.
    /// - Parameter file: the path of a `connections.yaml`, or `nil` where there is none.
    /// - Parameter environment: all variables of the process; `${NAME}` in the file and `FLOW_TASK_CONNECTION_<NAME>`.
    package static func resolve(
        templates: [ConnectionTemplate],
        file: String? = nil,
        environment: [String: String]
    ) -> Resolution {
        guard let file else { return resolve(templates: templates, yaml: nil, environment: environment) }
        do throws(Diagnostic) {
            let text = try TextFile.read(file, as: "connections file")
            return resolve(templates: templates, yaml: (text, file), environment: environment)
        } catch {
            var resolution = resolve(templates: templates, yaml: nil, environment: environment)
            resolution.diagnostics.insert(error, at: 0)
            return resolution
        }
    }

    /// Reads the connections of a run, the text of `connections.yaml` being given.
    package static func resolve(
        templates: [ConnectionTemplate],
        yaml: (text: String, file: String)?,
        environment: [String: String]
    ) -> Resolution {
        var diagnostics: [Diagnostic] = []
        var drafts: [ConnectionDraft] = []
        for template in templates where !drafts.contains(where: { $0.name == template.name }) {
            let location = TextLocation(file: "the template of connection \"\(template.name)\"")
            var draft = ConnectionDraft(name: template.name, location: location)
            draft.url = Setting(name: "url", text: template.defaultURL, location: location, source: .template)
            drafts.append(draft)
        }
        if let yaml {
            let document = ConnectionsYAML(yaml.text, file: yaml.file)
            diagnostics += document.diagnostics
            for written in document.drafts {
                if let position = drafts.firstIndex(where: { $0.name == written.name }) {
                    drafts[position].url = written.url ?? drafts[position].url
                    drafts[position].options = written.options
                    drafts[position].location = written.location
                } else {
                    drafts.append(written)
                }
            }
        }
        var overrides = EnvironmentOverrides(environment)
        overrides.apply(to: &drafts)
        diagnostics += overrides.diagnostics

        var resolver = ConnectionResolver(environment: environment)
        var connections = Connections()
        for draft in drafts {
            switch resolver.resolve(draft) {
            case .success(let connection): connections.insert(connection)
            case .failure(let diagnostic): connections.insert(unusable: draft.name, because: diagnostic)
            case nil: break
            }
        }
        return Resolution(connections: connections, diagnostics: diagnostics + resolver.diagnostics)
    }
}
