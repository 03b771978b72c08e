// One wish in different words is one wish: groups of wishes by what they are about.
//
// Learns     from clauses with what is wanted (TextMeaning::wish_words), per language: words that mean the same by
//            data/XX.meaning are one term, other words are their stems, and terms that often come together are brought nearer.
// Groups     clauses are merged, the most alike first, as long as the groups' mean cosine is kWishAlike or more (average
//            linkage). The order of the texts does not matter. A wish told once is a group of its own where it is
//            found in none of several, so that every wish counts that is among the kWishClauses most frequent of a language.
// Languages  groups of two languages are one where the words that languages share say the same: data/shared.meaning, names,
//            loan words. A group has the language that most of its mentions are in.
// Ids        1, 2, ...; a group most like one of the model before keeps its id and its name. Ids are never used again.
// Name       the most typical short phrase of the group's own words, as most wrote it, in a case that names stand in; no two
//            groups have the same.
// Errors     load: kCorruption with the byte.
// Threads    read only once fitted or loaded; find() reads with a reader of its own.
// Cost       fit: about 2 us a clause, and n^2 of the kWishClauses most frequent different clauses of a language (2,000: under
//            a second); find: about 2 us.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/status.h"
#include "text/wish_terms.h"

namespace sojourn {

inline constexpr double kWishAlike = 0.52;
inline constexpr double kWishFound = 0.5;  // The least likeness of a clause to the group it is found in.
inline constexpr size_t kWishClauses = 2000;

struct WishText {
  std::string text;
  std::string language;
  uint32_t count = 1;
};

struct WishGroup {
  uint32_t id = 0;
  std::string language;
  std::string name;
  uint32_t mentions = 0;  // When it was fitted.
  WishVector terms;
};

class WishModel {
 public:
  static WishModel fit(std::span<const WishText> texts, const WishModel* before = nullptr);
  static Result<WishModel> load(std::string_view bytes, std::string_view name);
  std::string save() const;

  // The group of a wish; 0 where it is like none.
  uint32_t find(std::string_view clause, std::string_view language) const;
  // Empty where there is no such group.
  std::string_view name(uint32_t id) const;
  // By language, then the most mentioned first.
  const std::vector<WishGroup>& groups() const { return groups_; }

 private:
  struct Place {
    uint32_t group = 0;
    double weight = 0;
  };
  void index();
  void take_ids(const WishModel* before);
  void make_names_unique();

  std::vector<WishGroup> groups_;
  uint32_t next_id_ = 1;
  std::unordered_map<uint64_t, std::vector<Place>> places_;  // By term.
  std::unordered_map<uint32_t, uint32_t> by_id_;
};

}  // namespace sojourn
