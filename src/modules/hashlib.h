// What the files of the module _hashlib share.

#ifndef MODULES_HASHLIB_H
#define MODULES_HASHLIB_H

#include "base/digest.h"
#include "modules/modules.h"

// The hash of two passes that makes a code of a key: both begin with the key.
typedef struct HashlibMac {
    DigestStream inner, outer;
} HashlibMac;

// `kind` has results of a fixed size.
void hashlib_mac_start(HashlibMac *mac, const DigestKind *kind, const void *key, size_t bytes);
// Writes kind->bytes; the code can go on.
void hashlib_mac_read(const HashlibMac *mac, uint8_t *out);

// The digest of a name as OpenSSL understands it; NULL: unknown, and that was raised.
const DigestKind *hashlib_find_kind(Vm *vm, Object *name);
// The same where results have to be of a fixed size.
const DigestKind *hashlib_find_fixed(Vm *vm, Object *name);

extern const Method hashlib_key_functions[];

#endif
