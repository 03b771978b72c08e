// Words by which people hesitate, apologise, are polite and promise, and by which a customer asks for somebody higher up.
//
// Lists     our own, for en, nl, de, ru, zh. A phrase matches whole tokens, in any case of letters; of two that begin at one
//           place the longer one counts, and no word counts twice.
// Asking    a word for somebody in charge ("manager") within the six tokens after a word of asking ("speak", "get"), or a
//           phrase that needs no asking ("your supervisor").
// Threads   the lists are made once and shared; const and safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "text/tokenizer.h"

namespace sojourn {

enum class Cue : uint8_t { kHesitation, kApology, kCourtesy, kPromise };
inline constexpr size_t kCueKinds = 4;
using CueCounts = std::array<uint32_t, kCueKinds>;

class CueList {
 public:
  // Null where there is none for the language ("en", also as "en-GB"). Lives for ever.
  static const CueList* built_in(std::string_view language);

  // Adds what the text that was read has of each kind.
  void count(const Tokenizer& tokenizer, CueCounts& counts) const;
  bool asks_for_superior(const Tokenizer& tokenizer) const;

 private:
  enum class Kind : uint8_t { kHesitation, kApology, kCourtesy, kPromise, kAsk, kSuperior, kDemand };
  struct Match {
    Kind kind;
    size_t tokens = 0;  // 0: none.
  };
  using Words = std::unordered_map<uint64_t, Kind>;
  static CueList make(std::string_view language);
  void add(Kind kind, std::string_view phrases);
  static Match longest(const Words& words, const Tokenizer& tokenizer, size_t token);

  Words cues_;
  Words superiors_;
};

}  // namespace sojourn
