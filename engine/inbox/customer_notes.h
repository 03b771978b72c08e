// Notes on customers: documents of kind "customer_note", each kept at the identifier under which it was written. So a
// customer who is joined with another shows the notes of both, and shows their own again when the link is undone.
//
// Threads   any number; reading does not wait for the disk.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <string>
#include <vector>

#include "event/identifier.h"
#include "inbox/feedback_state.h"
#include "store/store.h"

namespace sojourn {

class CustomerNotes {
 public:
  // `store` is borrowed. Errors: kCorruption.
  static Result<std::unique_ptr<CustomerNotes>> open(Store& store);

  struct Kept {
    Identifier at;
    Note note;
  };
  // Of a customer with these identifiers, oldest first.
  std::vector<Kept> of(std::span<const Identifier> identifiers) const;
  // `text` is checked (check_note). Errors: kLimit (kNotesMax at one identifier).
  Result<Note> add(const Identifier& at, const std::string& account, const std::string& text, Micros when);
  // Errors: kNotFound when none of these identifiers has that note.
  Status remove(std::span<const Identifier> identifiers, int64_t number);

 private:
  explicit CustomerNotes(Store& store) : store_(store) {}

  Store& store_;
  std::mutex changing_;
  mutable std::shared_mutex mutex_;
  std::map<std::string, std::vector<Note>> notes_;  // By identifier as text.
  int64_t next_ = 1;
};

}  // namespace sojourn
