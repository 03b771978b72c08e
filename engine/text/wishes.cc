#include "text/wishes.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "text/model_file.h"
#include "text/wish_groups.h"

namespace sojourn {
namespace {

constexpr std::string_view kKind = "SJWISH02";
constexpr double kSameWish = 0.5;  // The least likeness of a group to the one of the model before.

// Texts that stand more than once are one; in an order that does not depend on theirs.
std::map<std::string, std::vector<WishText>> by_language(std::span<const WishText> texts) {
  std::map<std::pair<std::string, std::string>, uint64_t> counts;
  for (const WishText& each : texts) counts[{each.language, each.text}] += each.count;
  std::map<std::string, std::vector<WishText>> sorted;
  for (const auto& [key, count] : counts) {
    if (count > 0)
      sorted[key.first].push_back({key.second, key.first, static_cast<uint32_t>(std::min<uint64_t>(count, 1U << 30))});
  }
  return sorted;
}

}  // namespace

WishModel WishModel::fit(std::span<const WishText> texts, const WishModel* before) {
  WishModel model;
  for (const auto& [language, all] : by_language(texts)) {
    std::vector<WishGroup> groups = group_wishes(all);
    std::move(groups.begin(), groups.end(), std::back_inserter(model.groups_));
  }
  model.groups_ = join_languages(std::move(model.groups_));
  model.take_ids(before);
  model.make_names_unique();
  model.index();
  return model;
}

// The likest pairs first.
void WishModel::take_ids(const WishModel* before) {
  struct Pair {
    double alike;
    uint32_t group, old;
  };
  std::vector<Pair> pairs;
  if (before != nullptr) {
    next_id_ = before->next_id_;
    for (uint32_t i = 0; i < groups_.size(); ++i) {
      for (uint32_t j = 0; j < before->groups_.size(); ++j) {
        const double alike = cosine(groups_[i].terms, before->groups_[j].terms);
        if (alike >= kSameWish) pairs.push_back({alike, i, j});
      }
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.alike > b.alike; });
  std::set<uint32_t> taken;
  for (const Pair& pair : pairs) {
    if (groups_[pair.group].id != 0 || !taken.insert(pair.old).second) continue;
    groups_[pair.group].id = before->groups_[pair.old].id;
    groups_[pair.group].name = before->groups_[pair.old].name;
  }
  for (WishGroup& group : groups_) {
    if (group.id == 0) group.id = next_id_++;
  }
}

// Those that keep a name from before come first.
void WishModel::make_names_unique() {
  std::set<std::string> taken;
  std::vector<WishGroup*> order;
  for (WishGroup& group : groups_) order.push_back(&group);
  std::stable_sort(order.begin(), order.end(), [](const WishGroup* a, const WishGroup* b) { return a->id < b->id; });
  for (WishGroup* group : order) {
    const std::string plain = group->name;
    if (!taken.insert(plain).second) {
      group->name = plain + " (" + group->language + ")";
      for (uint32_t number = 2; !taken.insert(group->name).second; ++number) {
        group->name = plain + " (" + group->language + " " + std::to_string(number) + ")";
      }
    }
  }
}

void WishModel::index() {
  places_.clear();
  by_id_.clear();
  for (uint32_t i = 0; i < groups_.size(); ++i) {
    by_id_[groups_[i].id] = i;
    for (const WishTerm& each : groups_[i].terms) places_[each.term].push_back({i, each.weight});
  }
}

uint32_t WishModel::find(std::string_view clause, std::string_view language) const {
  static thread_local WishTermReader reader;
  std::map<uint32_t, double> alike;
  for (const WishTerm& each : reader.read(clause, language)) {
    const auto found = places_.find(each.term);
    if (found == places_.end()) continue;
    for (const Place& place : found->second) alike[place.group] += each.weight * place.weight;
  }
  uint32_t best = 0;
  double most = kWishFound;
  for (const auto& [group, likeness] : alike) {
    if (likeness >= most && (best == 0 || likeness > most)) {
      most = likeness;
      best = groups_[group].id;
    }
  }
  return best;
}

std::string_view WishModel::name(uint32_t id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? std::string_view() : std::string_view(groups_[found->second].name);
}

std::string WishModel::save() const {
  ByteWriter writer = begin_model_file(kKind, {"1", "wishes of this company's customers", "the company's own"});
  writer.u32(next_id_);
  writer.u64(groups_.size());
  for (const WishGroup& group : groups_) {
    writer.u32(group.id);
    writer.text(group.language);
    writer.text(group.name);
    writer.u32(group.mentions);
    writer.u64(group.terms.size());
    for (const WishTerm& each : group.terms) {
      writer.u64(each.term);
      writer.f64(each.weight);
    }
  }
  return end_model_file(std::move(writer));
}

Result<WishModel> WishModel::load(std::string_view bytes, std::string_view name) {
  SOJOURN_TRY(OpenedModel opened, open_model_file(bytes, kKind, name));
  ByteReader& body = opened.body;
  WishModel model;
  SOJOURN_TRY(model.next_id_, body.u32());
  SOJOURN_TRY(const uint64_t count, body.count(24));
  std::set<uint32_t> ids;
  for (uint64_t i = 0; i < count; ++i) {
    WishGroup group;
    SOJOURN_TRY(group.id, body.u32());
    SOJOURN_TRY(group.language, body.text());
    SOJOURN_TRY(group.name, body.text());
    SOJOURN_TRY(group.mentions, body.u32());
    SOJOURN_TRY(const uint64_t terms, body.count(16));
    if (group.id == 0 || group.id >= model.next_id_ || !ids.insert(group.id).second) {
      return body.corrupt("the id of a wish stands twice or was never given");
    }
    for (uint64_t term = 0; term < terms; ++term) {
      WishTerm read;
      SOJOURN_TRY(read.term, body.u64());
      SOJOURN_TRY(read.weight, body.f64());
      const bool ordered = group.terms.empty() || group.terms.back().term < read.term;
      if (!ordered || !std::isfinite(read.weight) || std::abs(read.weight) > 1.000001) {
        return body.corrupt("a term of a wish is out of order or has no weight from -1 to 1");
      }
      group.terms.push_back(read);
    }
    model.groups_.push_back(std::move(group));
  }
  SOJOURN_CHECK(body.end());
  model.index();
  return model;
}

}  // namespace sojourn
