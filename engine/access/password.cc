#include "access/password.h"

#include <sodium.h>

#include <algorithm>

#include "access/secret.h"
#include "base/encoding.h"

namespace sojourn {
namespace {

static_assert(kPasswordMemory >= crypto_pwhash_MEMLIMIT_INTERACTIVE);
constexpr unsigned long long kPasses = crypto_pwhash_OPSLIMIT_INTERACTIVE;

size_t letters_of(std::string_view utf8) {
  return static_cast<size_t>(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// The part of an account's name that stands for its owner: "anna" of "anna@example.com".
std::string_view own_part(std::string_view account) { return account.substr(0, account.find('@')); }

// What unknown accounts are compared with: of no password that anybody knows.
const std::string& dummy_hash() {
  static const Result<std::string> hash = hash_password(random_word(32));
  static const std::string none;
  return hash ? *hash : none;
}

}  // namespace

Status check_password(std::string_view password, std::string_view account) {
  if (!is_utf8(password)) return Status::invalid("a password is text in UTF-8", "password");
  if (letters_of(password) < kPasswordLettersMin) {
    return Status::invalid("a password has at least " + std::to_string(kPasswordLettersMin) +
                               " characters; a few words in a row are good and easy to keep in mind",
                           "password");
  }
  if (password.size() > kPasswordBytesMax) {
    return Status::invalid("a password has at most " + std::to_string(kPasswordBytesMax) + " bytes", "password");
  }
  const std::string folded = fold_case(password);
  constexpr size_t kTellingLetters = 3;  // A shorter name stands in many a word by chance.
  const std::string_view own = own_part(account);
  if (own.size() >= kTellingLetters && folded.find(own) != std::string::npos) {
    return Status::invalid("a password must not contain the account's name", "password");
  }
  if (is_common_password(password)) {
    return Status::invalid(
        "this is among the passwords that are tried first; a few words that only you put together are"
        " better",
        "password");
  }
  return {};
}

Result<std::string> hash_password(std::string_view password) {
  SOJOURN_CHECK(ready_for_secrets());
  std::string hash(crypto_pwhash_STRBYTES, '\0');
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), kPasses, kPasswordMemory,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return Status::unavailable("there is no memory to hash a password");
  }
  hash.resize(hash.find('\0'));
  return hash;
}

bool verify_password(std::string_view password, const std::string& hash) {
  if (!ready_for_secrets().ok()) return false;
  const std::string& against = hash.empty() ? dummy_hash() : hash;
  if (password.size() > kPasswordBytesMax) password = password.substr(0, kPasswordBytesMax + 1);
  const bool same = crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
  return same && !hash.empty();
}

}  // namespace sojourn
