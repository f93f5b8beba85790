#!/bin/sh
# In a fresh Debian root: a Dovecot and a Postfix as a partnership's mail, on loopback alone, with TLS by an authority of its own.
# Mailboxes of nscp.example, northfield.example and marl.example; every password is "heron".
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends dovecot-imapd dovecot-lmtpd postfix openssl python3 >/dev/null

install -d /etc/mail-tls /var/mail/boxes
cd /etc/mail-tls
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=NSCP private CA" -keyout ca.key -out nscp-ca.pem 2>/dev/null
openssl req -newkey rsa:2048 -nodes -subj "/CN=mail.nscp.example" -keyout mail.key -out mail.csr 2>/dev/null
printf 'subjectAltName=DNS:mail.nscp.example\nbasicConstraints=CA:FALSE\n' >mail.ext
openssl x509 -req -in mail.csr -CA nscp-ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile mail.ext -out mail.pem 2>/dev/null
grep -q mail.nscp.example /etc/hosts || echo "127.0.0.1 mail.nscp.example" >>/etc/hosts

id vmail >/dev/null 2>&1 || useradd --system --home-dir /var/mail/boxes vmail
chown vmail: /var/mail/boxes
cat >/etc/dovecot/dovecot.conf <<'DOVECOT'
protocols = imap lmtp
listen = 127.0.0.1
ssl = required
ssl_cert = </etc/mail-tls/mail.pem
ssl_key = </etc/mail-tls/mail.key
mail_location = maildir:/var/mail/boxes/%d/%n
mail_uid = vmail
mail_gid = vmail
first_valid_uid = 100
passdb {
  driver = static
  args = password=heron
}
userdb {
  driver = static
  args = uid=vmail gid=vmail home=/var/mail/boxes/%d/%n
}
service auth {
  unix_listener /var/spool/postfix/private/auth {
    mode = 0660
    user = postfix
    group = postfix
  }
}
service lmtp {
  unix_listener /var/spool/postfix/private/dovecot-lmtp {
    mode = 0660
    user = postfix
    group = postfix
  }
}
service imap-login {
  inet_listener imap {
    port = 0
  }
}
namespace inbox {
  inbox = yes
  separator = /
}
DOVECOT
postconf -e inet_interfaces=127.0.0.1 inet_protocols=ipv4 myhostname=mail.nscp.example mydestination= \
    virtual_mailbox_domains=nscp.example,northfield.example,marl.example virtual_transport=lmtp:unix:private/dovecot-lmtp \
    smtpd_tls_cert_file=/etc/mail-tls/mail.pem smtpd_tls_key_file=/etc/mail-tls/mail.key smtpd_sasl_type=dovecot \
    smtpd_sasl_path=private/auth default_transport=error:outside maillog_file=/var/log/postfix.log
postconf -M submission/inet="submission inet n - n - - smtpd"
postconf -P submission/inet/smtpd_tls_security_level=encrypt submission/inet/smtpd_sasl_auth_enable=yes \
    submission/inet/smtpd_recipient_restrictions=permit_sasl_authenticated,reject
systemctl restart dovecot postfix
