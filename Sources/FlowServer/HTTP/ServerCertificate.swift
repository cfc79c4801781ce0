import NIOSSL

/// The certificate with which the server speaks TLS.
package struct ServerCertificate: Sendable {
    let configuration: TLSConfiguration

    /// Reads a chain of certificates, the server's own first, and its key; both in PEM.
    ///
    /// - Throws: ``AccessError`` where a file cannot be read, or where the two do not belong together.
    package init(certificateFile: String, keyFile: String) throws(AccessError) {
        let chain: [NIOSSLCertificate]
        let key: NIOSSLPrivateKey
        do { chain = try NIOSSLCertificate.fromPEMFile(certificateFile) } catch {
            throw AccessError(message: "\"\(certificateFile)\" holds no certificate in PEM that can be read.")
        }
        do { key = try NIOSSLPrivateKey(file: keyFile, format: .pem) } catch {
            throw AccessError(message: "\"\(keyFile)\" holds no private key in PEM that can be read.")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = .tlsv12
        do { _ = try NIOSSLContext(configuration: configuration) } catch {
            throw AccessError(message: "The key in \"\(keyFile)\" is not that of \"\(certificateFile)\".")
        }
        self.configuration = configuration
    }
}
