#include "text/wish_groups.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>

#include "base/encoding.h"

namespace sojourn {
namespace {

constexpr double kTogether = 0.5;  // What a term lends to one it often comes with.
constexpr double kOften = 3;       // Clauses that have both.
constexpr double kLift = 2;        // How much oftener than by chance.
constexpr size_t kNamesTried = 40;
constexpr double kNameOfTwo = 1.2, kNameOfOne = 0.2;  // Two or three words say best what is wanted.
constexpr double kOneThing = 0.75;                    // Of a phrase whose other words are those of its thing.
constexpr double kNameOblique = 0.5;                  // "Of the dark mode".

// Clauses that say the same.
struct Clause {
  WishVector terms;
  double count = 0;
  std::vector<size_t> texts;
};

std::vector<Clause> read_clauses(std::span<const WishText> texts) {
  WishTermReader reader;
  std::map<std::vector<std::pair<uint64_t, double>>, size_t> known;
  std::vector<Clause> clauses;
  for (size_t i = 0; i < texts.size(); ++i) {
    WishVector terms = reader.read(texts[i].text, texts[i].language);
    if (terms.empty()) continue;
    std::vector<std::pair<uint64_t, double>> key;
    for (const WishTerm& each : terms) key.emplace_back(each.term, each.weight);
    const auto [at, fresh] = known.emplace(std::move(key), clauses.size());
    if (fresh) clauses.push_back({std::move(terms), 0, {}});
    clauses[at->second].count += texts[i].count;
    clauses[at->second].texts.push_back(i);
  }
  std::stable_sort(clauses.begin(), clauses.end(), [](const Clause& a, const Clause& b) { return a.count > b.count; });
  return clauses;
}

// Each clause gets a little of the terms that its own often come with.
void bring_nearer(std::vector<Clause>& clauses) {
  std::map<uint64_t, double> times;
  std::map<std::pair<uint64_t, uint64_t>, double> both;
  double all = 0;
  constexpr size_t kTermsMax = 12;
  for (const Clause& clause : clauses) {
    all += 1;
    if (clause.terms.size() > kTermsMax) continue;
    for (const WishTerm& a : clause.terms) {
      times[a.term] += 1;
      for (const WishTerm& b : clause.terms) {
        if (a.term != b.term) both[{a.term, b.term}] += 1;
      }
    }
  }
  std::map<uint64_t, WishVector> lent;
  for (const auto& [pair, count] : both) {
    const double chance = times[pair.first] * times[pair.second] / all;
    if (count < kOften || count < kLift * chance) continue;
    lent[pair.first].push_back({pair.second, count / times[pair.first]});
  }
  for (Clause& clause : clauses) {
    const WishVector own = clause.terms;
    for (const WishTerm& each : own) {
      if (const auto more = lent.find(each.term); more != lent.end())
        add_to(clause.terms, more->second, kTogether * each.weight);
    }
    make_unit(clause.terms);
  }
}

// Average linkage over the first clauses; the group of each.
class Merger {
 public:
  explicit Merger(std::span<const Clause> clauses) : size_(clauses.size()), alike_(size_ * size_), best_(size_) {
    for (const Clause& each : clauses) counts_.push_back(each.count);
    group_.resize(size_);
    std::iota(group_.begin(), group_.end(), size_t{0});
    for (size_t a = 0; a < size_; ++a) {
      for (size_t b = a + 1; b < size_; ++b) {
        alike_[a * size_ + b] = alike_[b * size_ + a] = static_cast<float>(cosine(clauses[a].terms, clauses[b].terms));
      }
    }
    for (size_t a = 0; a < size_; ++a) find_best(a);
  }

  std::vector<size_t> run() {
    while (true) {
      size_t top = size_;
      for (size_t a = 0; a < size_; ++a) {
        if (counts_[a] > 0 && best_[a] < size_ && (top == size_ || likeness(a) > likeness(top))) top = a;
      }
      if (top == size_ || likeness(top) < kWishAlike) return group_;
      merge(top, best_[top]);
    }
  }

 private:
  double likeness(size_t a) const { return static_cast<double>(alike_[a * size_ + best_[a]]); }
  void find_best(size_t a) {
    best_[a] = size_;
    for (size_t b = 0; b < size_; ++b) {
      if (b == a || counts_[b] <= 0) continue;
      if (best_[a] == size_ || alike_[a * size_ + b] > alike_[a * size_ + best_[a]]) best_[a] = b;
    }
  }
  void merge(size_t a, size_t b) {
    if (b < a) std::swap(a, b);
    const double sum = counts_[a] + counts_[b];
    for (size_t c = 0; c < size_; ++c) {
      if (c == a || c == b || counts_[c] <= 0) continue;
      const double joint = (counts_[a] * static_cast<double>(alike_[a * size_ + c]) +
                            counts_[b] * static_cast<double>(alike_[b * size_ + c])) /
                           sum;
      alike_[a * size_ + c] = alike_[c * size_ + a] = static_cast<float>(joint);
    }
    counts_[a] = sum;
    counts_[b] = 0;
    for (size_t& each : group_) {
      if (each == b) each = a;
    }
    for (size_t c = 0; c < size_; ++c) {
      if (counts_[c] > 0 && (c == a || best_[c] == a || best_[c] == b)) find_best(c);
    }
  }

  size_t size_;
  std::vector<float> alike_;
  std::vector<size_t> best_, group_;
  std::vector<double> counts_;
};

struct NameCount {
  double count = 0;
  uint32_t words = 1;
  bool oblique = false;
  std::map<std::string, double> spelled;  // As written.
};

std::string most_spelled(const NameCount& counts) {
  const auto most = std::max_element(counts.spelled.begin(), counts.spelled.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return most->first;
}

// Of the phrases that members have, by small letters.
std::map<std::string, NameCount> phrases_of(std::span<const WishText> texts, std::span<const size_t> members,
                                            WishTermReader& reader) {
  std::map<std::string, NameCount> phrases;
  for (const size_t member : members) {
    reader.read(texts[member].text, texts[member].language);
    std::map<std::string, WishPhrase> once;
    for (WishPhrase& phrase : reader.phrases()) once.emplace(fold_case(phrase.text), std::move(phrase));
    for (const auto& [folded, phrase] : once) {
      NameCount& counts = phrases[folded];
      counts.count += texts[member].count;
      counts.words = phrase.words;
      counts.oblique = phrase.oblique;
      counts.spelled[phrase.text] += texts[member].count;
    }
  }
  return phrases;
}

// Where all a phrase says is one thing that has a name, that name stands for cases in which no name is told.
std::string plain_name(const std::string& phrase, const NameCount& counts, const WishVector& terms,
                       std::string_view language) {
  const MeaningWords* words = MeaningWords::built_in(language);
  if (!counts.oblique || words == nullptr || terms.empty()) return phrase;
  const auto most =
      std::max_element(terms.begin(), terms.end(), [](const auto& a, const auto& b) { return a.weight < b.weight; });
  const std::string_view name = words->name_of(most->term);
  if (most->weight >= kOneThing && !name.empty()) return std::string(name);
  return phrase;
}

std::string name_of(const WishGroup& group, std::span<const WishText> texts, std::span<const size_t> members,
                    WishTermReader& reader) {
  const std::map<std::string, NameCount> phrases = phrases_of(texts, members, reader);
  std::vector<std::pair<double, std::string>> frequent;
  for (const auto& [folded, counts] : phrases) frequent.emplace_back(-counts.count, folded);
  std::sort(frequent.begin(), frequent.end());
  if (frequent.size() > kNamesTried) frequent.resize(kNamesTried);
  std::string best = texts[members.front()].text;
  double most = -1;
  for (const auto& [count, folded] : frequent) {
    const NameCount& counts = phrases.at(folded);
    const WishVector terms = reader.read(folded, group.language);
    const double fit = cosine(terms, group.terms);
    const double length = counts.words == 1 ? kNameOfOne : counts.words < 4 ? kNameOfTwo : 1;
    const double value = -count * fit * fit * length * (counts.oblique ? kNameOblique : 1);
    if (value > most) {
      most = value;
      best = plain_name(most_spelled(counts), counts, terms, group.language);
    }
  }
  return best;
}

// A wish told once that is found in a group of several needs none of its own.
void drop_found_elsewhere(std::vector<WishGroup>& groups) {
  const auto several =
      std::stable_partition(groups.begin(), groups.end(), [](const WishGroup& group) { return group.mentions > 1; });
  const auto found = [&](const WishGroup& single) {
    return std::any_of(groups.begin(), several,
                       [&](const WishGroup& group) { return cosine(single.terms, group.terms) >= kWishFound; });
  };
  groups.erase(std::remove_if(several, groups.end(), found), groups.end());
}

}  // namespace

std::vector<WishGroup> group_wishes(std::span<const WishText> texts) {
  std::vector<Clause> clauses = read_clauses(texts);
  bring_nearer(clauses);
  const std::span<const Clause> first(clauses.data(), std::min(clauses.size(), kWishClauses));
  const std::vector<size_t> group_of = Merger(first).run();
  std::map<size_t, std::vector<size_t>> members;
  for (size_t i = 0; i < group_of.size(); ++i) members[group_of[i]].push_back(i);
  std::vector<WishGroup> groups;
  WishTermReader reader;
  for (const auto& [leader, each] : members) {
    WishGroup group;
    double mentions = 0;
    std::vector<size_t> own;
    for (const size_t clause : each) {
      mentions += clauses[clause].count;
      add_to(group.terms, clauses[clause].terms, clauses[clause].count);
      own.insert(own.end(), clauses[clause].texts.begin(), clauses[clause].texts.end());
    }
    make_unit(group.terms);
    group.mentions = static_cast<uint32_t>(std::min(mentions, 4e9));
    group.language = texts[own.front()].language;
    std::sort(own.begin(), own.end());
    group.name = name_of(group, texts, own, reader);
    groups.push_back(std::move(group));
  }
  drop_found_elsewhere(groups);
  std::stable_sort(groups.begin(), groups.end(), [](const WishGroup& a, const WishGroup& b) {
    return a.mentions != b.mentions ? a.mentions > b.mentions : a.name < b.name;
  });
  return groups;
}

namespace {

struct Union {
  WishVector terms;  // A language counts as much as another, however many write it.
  std::set<std::string> languages;
  std::vector<size_t> groups;
};

struct AlikePair {
  double alike;
  size_t a, b;
};

std::vector<AlikePair> alike_in_two_languages(std::span<const WishGroup> groups) {
  std::unordered_map<uint64_t, std::vector<std::pair<size_t, double>>> places;
  std::vector<AlikePair> pairs;
  for (size_t b = 0; b < groups.size(); ++b) {
    std::map<size_t, double> alike;
    for (const WishTerm& each : groups[b].terms) {
      for (const auto& [a, weight] : places[each.term]) alike[a] += weight * each.weight;
      places[each.term].emplace_back(b, each.weight);
    }
    for (const auto& [a, likeness] : alike) {
      if (likeness >= kWishAlike && groups[a].language != groups[b].language) pairs.push_back({likeness, a, b});
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) { return a.alike > b.alike; });
  return pairs;
}

// Into the union of `a`, as long as each language stands in it once and both stay alike.
void unite(std::vector<Union>& unions, std::vector<size_t>& union_of, size_t a, size_t b) {
  Union& into = unions[union_of[a]];
  Union& from = unions[union_of[b]];
  if (&into == &from || cosine(into.terms, from.terms) < kWishAlike) return;
  for (const std::string& language : from.languages) {
    if (into.languages.count(language) > 0) return;
  }
  const auto weight = static_cast<double>(into.languages.size());
  for (WishTerm& each : into.terms) each.weight *= weight;
  add_to(into.terms, from.terms, static_cast<double>(from.languages.size()));
  make_unit(into.terms);
  into.languages.insert(from.languages.begin(), from.languages.end());
  for (const size_t group : from.groups) union_of[group] = union_of[a];
  into.groups.insert(into.groups.end(), from.groups.begin(), from.groups.end());
  from.groups.clear();
}

}  // namespace

std::vector<WishGroup> join_languages(std::vector<WishGroup> groups) {
  std::vector<Union> unions(groups.size());
  std::vector<size_t> union_of(groups.size());
  for (size_t i = 0; i < groups.size(); ++i) {
    unions[i] = {groups[i].terms, {groups[i].language}, {i}};
    union_of[i] = i;
  }
  for (const AlikePair& pair : alike_in_two_languages(groups)) unite(unions, union_of, pair.a, pair.b);
  std::vector<WishGroup> joined;
  for (Union& each : unions) {
    if (each.groups.empty()) continue;
    const auto less = [&](size_t a, size_t b) { return groups[a].mentions < groups[b].mentions; };
    std::sort(each.groups.begin(), each.groups.end());
    WishGroup group = groups[*std::max_element(each.groups.begin(), each.groups.end(), less)];
    group.terms = std::move(each.terms);
    group.mentions = 0;
    for (const size_t one : each.groups) group.mentions += groups[one].mentions;
    joined.push_back(std::move(group));
  }
  std::stable_sort(joined.begin(), joined.end(), [](const WishGroup& a, const WishGroup& b) {
    return a.language != b.language ? a.language < b.language : a.mentions > b.mentions;
  });
  return joined;
}

}  // namespace sojourn
