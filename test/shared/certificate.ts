/**
 * A certificate for localhost and 127.0.0.1 with its key: for tests alone, valid for a century, and
 * trusted by nobody.
 *
 * @module
 */

/** As `cert` and `key` take them. */
export const TEST_CERTIFICATE = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUMxvxgg7tioAYulCzWzgCoePZ2ikwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzAzMzI1MVoYDzIxMjYxMDMw
MDMzMjUxWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATFeTa6ngbO8DcTc0eHZ1NR8axR185pKuG0Y4h9I0iXdeefPmREmtwN
Ly0Vixz/ocRvbAvi8AM27X8IcoJW9AJzo28wbTAdBgNVHQ4EFgQU0tcoH2gkN/BF
1EzQ/ffV4H7mYvowHwYDVR0jBBgwFoAU0tcoH2gkN/BF1EzQ/ffV4H7mYvowDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDRwAwRAIgeyBNkP3sl+fq+YwvbL3/SOoRiEhlMKwWghYktj4BzKECID2K
4RXdmvyFIjzxo7FNTEdCvUczTD9ymEdx9xE9A/FH
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg01WCrBt4n8bXiZkw
qJajuN5FZuEu6NOujvbJikYCslShRANCAATFeTa6ngbO8DcTc0eHZ1NR8axR185p
KuG0Y4h9I0iXdeefPmREmtwNLy0Vixz/ocRvbAvi8AM27X8IcoJW9AJz
-----END PRIVATE KEY-----
`,
} as const;

/** A key that belongs to no certificate here. */
export const OTHER_KEY: string = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgH+7NrwbFnsWqnJ2B
8TlIBlQRfYS0ZKN6xldiNnJOY8ihRANCAATIL9XoFEyXrR9t1YMMCLgwpg5ePboK
KQG/AViP253iinO56zj+fc/wGVzGwdbYTXwgFPHaKCTuaAS5mAV9mNce
-----END PRIVATE KEY-----
`;
