// How often each language is met where a text comes from: what decides where its letters do not ("entrega rapida" is
// Portuguese and Spanish).
//
// Learned   from the texts that tell their language by themselves; the order in which they come says nothing.
// Weighs    log(1 + n / (1 + all / 80)) for a language met n times: at most 4.4 more than for one never met (80 times as
//           likely), however many texts there are, and little while they are few. A clear text is never overruled.
// Threads   read only once it is made.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace sojourn {

class LanguagePrior {
 public:
  struct Share {
    std::string code;
    uint64_t texts = 0;
    bool operator==(const Share&) const = default;
  };

  // Nothing is known.
  static const LanguagePrior& none();
  // Of a writer who usually uses `code`; "" : nothing is known.
  static LanguagePrior usually(std::string_view code);
  // What save() gave: a line "pt 18234" a language. Errors: kCorruption, also of codes that no text is told to have, and of
  // a second line of one.
  static Result<LanguagePrior> load(std::string_view bytes, std::string_view name);
  std::string save() const;

  void add(std::string_view code, uint64_t texts = 1);
  bool empty() const { return shares_.empty(); }
  uint64_t texts() const { return all_; }
  // Sorted by code.
  const std::vector<Share>& shares() const { return shares_; }
  // In logarithms of chances, against a language that was never met.
  double bonus(std::string_view code) const;

 private:
  std::vector<Share> shares_;
  uint64_t all_ = 0;
};

}  // namespace sojourn
