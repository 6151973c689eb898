import { rootCertificates } from 'node:tls';

/**
 * Who may vouch for an exchange: the roots that came with Node, and nobody the environment adds (NODE_EXTRA_CA_CERTS,
 * SSL_CERT_FILE, the system's own store), since whoever holds such a certificate could pose as one.
 */
export const trustedRoots: readonly string[] = rootCertificates;
