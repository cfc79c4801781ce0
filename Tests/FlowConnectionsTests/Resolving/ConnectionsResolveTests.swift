import FlowDiagnostics
import Glibc
import Testing

@testable import FlowConnections

@Suite("Connections of a run")
struct ConnectionsResolveTests {
    let templates = [
        ConnectionTemplate("vendor", "The vendor's server", default: "file:data/vendor"),
        ConnectionTemplate("warehouse", "The orders' database", default: "sqlite:data/orders.db"),
    ]

    private func resolve(_ yaml: String?, _ environment: [String: String] = [:]) -> Connections.Resolution {
        Connections.resolve(
            templates: templates,
            yaml: yaml.map { ($0, "connections.yaml") },
            environment: environment
        )
    }

    @Test("are the embedded defaults where nothing is configured")
    func defaults() {
        let resolution = resolve(nil)
        #expect(resolution.diagnostics.isEmpty)
        #expect(resolution.connections.names == ["vendor", "warehouse"])
        #expect(resolution.connections["vendor"]?.url == ConnectionURL(scheme: "file", path: "data/vendor"))
    }

    @Test("take URL, options and secrets from connections.yaml")
    func file() throws {
        let resolution = resolve(
            """
            # the real thing
            connections:
              vendor:
                url: sftp://feeds:hunter2hunter2@files.example/out
                known_hosts: ~/hosts
                host_key_check: off
              lake: {url: "s3://lake/raw", path_style: yes, part_size_mib: 8, secret_access_key: topsecret}
              mirror: file:~/mirror
            """,
            ["HOME": "/home/ada"]
        )
        #expect(resolution.diagnostics == [])
        let vendor = try #require(resolution.connections["vendor"])
        #expect(vendor.url.description == "sftp://feeds@files.example/out")
        #expect(vendor.options == ["known_hosts": "/home/ada/hosts", "host_key_check": "off"])
        #expect(vendor.secrets == ["password": Secret("hunter2hunter2")])
        let lake = try #require(resolution.connections["lake"])
        #expect(lake.options == ["path_style": "true", "part_size_mib": "8"])
        #expect(lake.secrets == ["secret_access_key": Secret("topsecret")])
        #expect(resolution.connections["mirror"]?.url.path == "/home/ada/mirror")
        #expect(resolution.connections["warehouse"]?.url.scheme == "sqlite")
    }

    @Test("put variables into values")
    func variables() throws {
        let resolution = resolve(
            """
            connections:
              vendor: ${VENDOR_URL}
              warehouse:
                url: postgres://app@${DB_HOST:-localhost}:${DB_PORT:-5432}/sales
                password: ${DB_PASSWORD}
                application_name: $${literal} $5
            """,
            ["VENDOR_URL": "sftp://files.example/", "DB_PORT": "", "DB_PASSWORD": "p${x}ssword"]
        )
        #expect(resolution.diagnostics == [])
        let warehouse = try #require(resolution.connections["warehouse"])
        #expect(warehouse.url.description == "postgres://app@localhost:5432/sales")
        #expect(warehouse.secrets["password"] == Secret("p${x}ssword"))
        #expect(warehouse.options["application_name"] == "${literal} $5")
        #expect(resolution.connections["vendor"]?.url.host == "files.example")
    }

    @Test("that need an unset variable fail only those who use them")
    func unsetVariable() {
        let resolution = resolve("connections: {warehouse: {url: 'postgres://db/x', password: '${NO_SUCH}'}}")
        #expect(resolution.diagnostics == [])
        #expect(resolution.connections["warehouse"] == nil)
        let error = #expect(throws: ConnectionError.self) { try resolution.connections.connection(named: "warehouse") }
        #expect(error?.errorName == "Connection.NotUsable")
        #expect(
            error?.message == "The connection \"warehouse\" cannot be used: The environment variable NO_SUCH is not "
                + "set. (connections.yaml:1) Set it, or write a default: ${NO_SUCH:-…}."
        )
    }

    @Test("are overridden by the environment")
    func environment() throws {
        let resolution = resolve(
            "connections: {vendor: {url: 'sftp://u@h/', known_hosts: here}, order-db: 'postgres://h/d'}",
            [
                "FLOW_TASK_CONNECTION_VENDOR": "file:other",
                "FLOW_TASK_CONNECTION_ORDER_DB_PASSWORD": "from-environment",
                "FLOW_TASK_CONNECTION_ORDER_DB_SSLMODE": "require",
                "FLOW_TASK_CONNECTION_LAKE": "s3://lake",
                "FLOW_TASK_CONNECTION_LAKE_REGION": "eu-central-1",
                "FLOW_TASK_CONNECTION_WAREHOUSE": "",
            ]
        )
        #expect(resolution.diagnostics == [])
        #expect(resolution.connections["vendor"]?.url.path == "other")
        #expect(resolution.connections["vendor"]?.options == [:])
        #expect(resolution.connections["order-db"]?.secrets["password"] == Secret("from-environment"))
        #expect(resolution.connections["order-db"]?.options["sslmode"] == "require")
        #expect(resolution.connections["lake"]?.options["region"] == "eu-central-1")
    }

    @Test("take a password of the environment's URL rather than the file's")
    func passwordOrder() {
        let resolution = resolve(
            "connections: {vendor: {url: 'sftp://u@h/', password: of-the-file}}",
            ["FLOW_TASK_CONNECTION_VENDOR": "sftp://u:of-the-url@h/"]
        )
        #expect(resolution.connections["vendor"]?.secrets["password"] == Secret("of-the-url"))
    }

    @Test("take options from a URL's query")
    func query() {
        let resolution = resolve("connections: {warehouse: 'postgres://h/d?sslmode=require&password=a%26bcdefg'}")
        #expect(resolution.diagnostics == [])
        let warehouse = resolution.connections["warehouse"]
        #expect(warehouse?.options == ["sslmode": "require"])
        #expect(warehouse?.secrets == ["password": Secret("a&bcdefg")])
        #expect(warehouse?.url.query.isEmpty == true)
    }

    @Test("read secrets from files")
    func secretFile() throws {
        let path = "/tmp/flow-task-secret-\(getpid())"
        let descriptor = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
        try #require(descriptor >= 0)
        defer { unlink(path) }
        #expect(write(descriptor, "of a file\n", 10) == 10)
        close(descriptor)
        let yaml = "connections: {vendor: {url: 'sftp://u@h/', password_file: \(path)}}"
        #expect(resolve(yaml).connections["vendor"]?.secrets["password"] == Secret("of a file"))
        let missing = resolve("connections: {vendor: {url: 'sftp://u@h/', password_file: /nowhere}}")
        let error = #expect(throws: ConnectionError.self) { try missing.connections.connection(named: "vendor") }
        #expect(error?.message.contains("password_file \"/nowhere\" cannot be read: No such file") == true)
    }

    @Test(
        "that are written wrongly are refused with line and hint",
        arguments: [
            ("connections:\n  vendor:\n    url: sftp://h/\n    knwon_hosts: x\n", 4, "Did you mean \"known_hosts\"?"),
            ("connections:\n  vendor:\n    url: sftp://h/\n    region: x\n", 4, "Options are user, password"),
            ("connections:\n  vendor:\n    url: file:x\n    region: x\n", 4, "has no options"),
            ("connections:\n  vendor: sfpt://h/\n", 2, "Did you mean \"sftp:\"?"),
            ("connections:\n  vendor:\n    url: s3://b\n    path_style: maybe\n", 4, "Write true or false."),
            ("connections:\n  vendor:\n    url: s3://b\n    part_size_mib: 1\n", 4, "from 5 to 5120"),
            ("connections:\n  vendor:\n    url: sftp://h\n    host_key_check: stict\n", 4, "\"strict\""),
            ("connections:\n  vendor:\n    - a\n", 3, "neither a URL nor a mapping"),
            ("connections:\n  other:\n    region: x\n", 2, "has no url"),
            ("connections:\n  lake: [\n", 3, "This is no YAML"),
            ("connection:\n  lake: file:x\n", 1, "unknown key \"connection\""),
            ("connections:\n  a b: file:x\n", 2, "letters, digits"),
            ("connections:\n  lake: file:x\n  lake: file:y\n", 2, "twice"),
            ("connections:\n  vendor:\n    url: {a: b}\n", 3, "is no text"),
            ("- file:x\n", 1, "no mapping"),
        ] as [(String, Int, String)]
    )
    func mistakes(yaml: String, line: Int, expected: String) {
        let diagnostics = resolve(yaml).diagnostics
        #expect(diagnostics.count == 1)
        let said = "\(diagnostics.first?.message ?? "") \(diagnostics.first?.hint ?? "")"
        #expect(said.contains(expected), "\(said)")
        #expect(diagnostics.first?.location.file == "connections.yaml")
        #expect(diagnostics.first?.location.line == line)
    }

    @Test("show every mistake at once, in the order of the text")
    func allMistakes() {
        let yaml = "connections:\n  a: sfpt://h/\n  b: {url: 's3://b', regoin: x, path_style: 7}\n"
        #expect(resolve(yaml).diagnostics.map(\.code) == [.unknownScheme, .unknownOption, .wrongOptionValue])
    }

    @Test("refuse a variable that overrides nothing")
    func strayVariable() {
        let diagnostics = resolve(nil, ["FLOW_TASK_CONNECTION_VENDR_PASSWORD": "hunter2hunter2"]).diagnostics
        #expect(diagnostics.map(\.code) == [.strayVariable])
        #expect(diagnostics.first?.hint?.contains("FLOW_TASK_CONNECTION_VENDOR") == true)
        #expect("\(diagnostics)".contains("hunter2") == false)
    }

    @Test("name what is there when a task names what is not")
    func notFound() {
        let connections = resolve(nil).connections
        let error = #expect(throws: ConnectionError.self) { try connections.connection(named: "vender") }
        #expect(error?.errorName == "Connection.NotFound")
        #expect(
            error?.message
                == "There is no connection \"vender\"; there are vendor, warehouse. Did you mean \"vendor\"? "
                + "Write \"vender: <url>\" below \"connections:\" in connections.yaml, "
                + "or set FLOW_TASK_CONNECTION_VENDER to its URL."
        )
    }

    @Test("say when their file cannot be read")
    func missingFile() {
        let resolution = Connections.resolve(templates: templates, file: "/nowhere/connections.yaml", environment: [:])
        #expect(resolution.diagnostics.map(\.code) == [.unreadableFile])
        #expect(resolution.connections.names == ["vendor", "warehouse"])
    }

    @Test("are made of one URL by hand, its password a secret")
    func byHand() throws {
        let connection = try Connection(name: "x", parsing: "postgres://u:pw@h/d", options: ["sslmode": "require"])
        #expect(connection.secrets == ["password": Secret("pw")])
        #expect(connection.options == ["sslmode": "require"])
        #expect(throws: Diagnostic.self) { try Connection(name: "x", parsing: "postgres://h/d", options: ["x": "y"]) }
    }
}
