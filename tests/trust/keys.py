"""A pair of keys made for these tests alone: it signs for nobody."""

_PRIVATE = (
    "MIICXAIBAAKBgQC98d18Rvik4W/vrXglMiwAqxj7cT5ga3ZCElJ7BR+IaePg8OdhtMLjoyUWLz/qVYSr/R0w+A/7az+bfDJ3we1C"
    "X5gdwRbXxDd4GK7T8e04dQHD4hh8Sle3sJRQn/Eeif99jfa5g33dpxJ/FEPieZ/M9cTWgy6udxIW9BKUej7kjQIDAQABAoGAeNIb"
    "d4zRZle70vI9xTM3yCkNWAt9iOlyLK7o5jWpDCWG/TNfisfnW9MPqR/fARjqrlfvtJFl4SAkMqv6kjC50G49Wqlw25/DrYP6hvS0"
    "jjzoK0f6VXu+0M1doaQzxrrOq6X5w3HCGpUPTiGYqc1bKdUwHa3yhCsjVdZSDnnA9oUCQQD8+Qfqehsn8lDbe+IYUDKICQte5Qxy"
    "b6Un69KMVelPMntkkapoax272a2yZra7dV7SDZCd3ziLCn7q88ZvWdVzAkEAwDfAUeoNNRAFBHGPDVq08QDy05nu/HlwWUvM1gJr"
    "kV46ZBHL9PJPkXQVY2s8AQww1n48eArVjtY7j3SW+8Xd/wJAD/r7UQidpoxcJ0FQKxEF4CoSGdCGVMRQvpDbIBpdPq+Fs/ivtyDt"
    "I+zAWEC80mK7trE8rXxoagAjvFvh8S7PmQJBAIGOEiYj5rr5DSitkYmitYoq5YARpK6u+zZ0jJ9CClZ0eE6yYBG8sDyNTU0xHcRm"
    "/xPTCdavFrmrU4GhR5JzDukCQHPOavRSaSGMwzxVgANeaEfJYYZ5UtAovtvi/EKOsHbVaNotNPd2QRzOhPE/+JyVVjIgcDRY0+XM"
    "+kvW7xXNHoY="
)
_PUBLIC = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC98d18Rvik4W/vrXglMiwAqxj7cT5ga3ZCElJ7BR+IaePg8OdhtMLjoyUWLz/q"
    "VYSr/R0w+A/7az+bfDJ3we1CX5gdwRbXxDd4GK7T8e04dQHD4hh8Sle3sJRQn/Eeif99jfa5g33dpxJ/FEPieZ/M9cTWgy6udxIW"
    "9BKUej7kjQIDAQAB"
)
PRIVATE = f"-----BEGIN RSA PRIVATE KEY-----\n{_PRIVATE}\n-----END RSA PRIVATE KEY-----\n".encode()
PUBLIC = f"v=DKIM1; k=rsa; p={_PUBLIC}".encode()
