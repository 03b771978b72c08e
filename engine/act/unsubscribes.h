// Who does not want to be asked: documents of the record, kind "unsubscribe", honoured by every rule and survey.
//
// Link      signed as links to surveys are, but for no survey (its name is none that a survey can have), so that
//           neither opens the other. Only POST counts: programs follow links by themselves (RFC 8058).
// Person    whoever unsubscribes by one address is left alone by all that belong to the same customer.
// Threads   any number.
#pragma once

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "event/identifier.h"
#include "store/store.h"

namespace sojourn {

class Unsubscribes {
 public:
  struct Entry {
    std::string who;  // "email:anna@example.com"
    Micros at = 0;
    std::string by;  // "link", "owner", "sms".
  };

  // `store` is borrowed. Errors: kCorruption.
  static Result<std::unique_ptr<Unsubscribes>> open(Store& store);

  // Once more is ok. Errors: kInvalidArgument for what names nobody.
  Status add(const Identifier& who, std::string_view by, Micros at);
  // Asked again by this one from now on (Invitations::ask_again: by all of the customer's). Errors: kNotFound.
  Status remove(const Identifier& who);
  // Is any of a customer's identifiers among them?
  bool any_of(std::span<const Identifier> customer) const;
  std::vector<Entry> list() const;

 private:
  explicit Unsubscribes(Store& store) : store_(store) {}

  Store& store_;
  std::mutex changing_;
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;
};

std::string sign_unsubscribe(const Identifier& who, std::string_view invitation, std::string_view key);
// Errors: kInvalidArgument when it is not complete or not ours.
Result<Identifier> verify_unsubscribe(std::string_view token, std::string_view key);

}  // namespace sojourn
