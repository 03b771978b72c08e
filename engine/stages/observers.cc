#include "stages/observers.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "measure/cells.h"
#include "measure/parameters.h"
#include "stats/exact_sum.h"

namespace sojourn {
namespace {

constexpr Micros kNever = std::numeric_limits<Micros>::max();

}  // namespace

Result<Observers> Observers::bind(BindContext& context) {
  Observers measure;
  SOJOURN_TRY(measure.campaigns_, bind_node_column(context, "node"));
  SOJOURN_TRY(measure.exposed_, context.filter(context.text("exposed"), "exposed"));
  SOJOURN_TRY(measure.replied_, context.filter(context.text("replied"), "replied"));
  measure.passive_ = context.text("observers") == "passive";
  measure.within_ = context.duration("within");
  measure.known_until_ = context.followed_until();
  measure.range_ = context.range();
  context.only_identified();
  return measure;
}

std::vector<AnswerColumn> Observers::columns() const {
  std::vector<AnswerColumn> columns = value_columns("%");
  columns.insert(columns.begin(), {"campaign", ColumnRole::kKey, ""});
  for (const char* name : {"n", "customers", "waiting"}) columns.push_back({name, ColumnRole::kCount, "customers"});
  columns.push_back({"median_seconds", ColumnRole::kDetail, "s"});
  return columns;
}

void Observers::prepare(const Block& block, EventBits&, Scratch& scratch) const {
  exposed_->select(block, scratch.exposed);
  replied_->select(block, scratch.replied);
}

// From the last exposure to the first, so that the first one seen that was answered is the last one that was.
void Observers::count(Campaign& campaign, Micros exposed, Micros replied, uint64_t customer) const {
  if (campaign.exposed_by != customer) {
    campaign.exposed_by = customer;
    ++campaign.exposed;
  }
  if (campaign.replied_by == customer) return;
  if (replied != kNever && replied - exposed <= within_) {
    campaign.replied_by = customer;
    campaign.replies.add(replied - exposed);
    if (campaign.waiting_by == customer) --campaign.waiting;
  } else if (replied == kNever && known_until_ - exposed <= within_ && campaign.waiting_by != customer) {
    campaign.waiting_by = customer;
    ++campaign.waiting;
  }
}

void Observers::fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  const uint64_t customer = slice.block.customers[slice.customer];
  size_t end = slice.size();
  if (passive_) {  // From the first reply on nobody is an observer any more.
    end = 0;
    while (end < slice.size() && !scratch.replied.test(slice.events[end])) ++end;
  }
  Micros reply = passive_ && end < slice.size() ? slice.time(end) : kNever;
  for (size_t i = end; i-- > 0;) {
    const uint32_t event = slice.events[i];
    const Micros time = slice.time(i);
    if (scratch.exposed.test(event) && range_.contains(time)) {
      count(groups.at(event).campaigns.at(campaigns_.at(slice.block, event)), time, reply, customer);
    }
    if (scratch.replied.test(event)) reply = time;
  }
}

void Observers::merge(State& into, const State& from) const {
  for (const auto& [code, campaign] : from.campaigns.entries()) {
    Campaign& target = into.campaigns.at(code);
    target.exposed += campaign.exposed;
    target.waiting += campaign.waiting;
    target.replies.merge(campaign.replies);
  }
}

void Observers::finish(const State& state, Rows& rows) const {
  std::vector<std::tuple<int64_t, std::string, uint32_t, const Campaign*>> sorted;
  for (const auto& [code, campaign] : state.campaigns.entries()) {
    sorted.emplace_back(-campaign.exposed, campaigns_.names->text(code), code, &campaign);
  }
  std::sort(sorted.begin(), sorted.end());
  for (const auto& [order, name, code, campaign] : sorted) {
    std::vector<Value> cells{code == 0 ? Value{} : Value{name}};
    add_share(campaign->replies.count(), campaign->exposed, "nobody was exposed", cells);
    cells.insert(cells.end(), {campaign->exposed, campaign->replies.count(), campaign->waiting,
                               length_in(campaign->replies.median(), kSecond)});
    rows.add(std::move(cells));
  }
}

void Observers::save(const State& state, ByteWriter& out) const {
  std::map<std::string_view, const Campaign*> sorted;
  for (const auto& [code, campaign] : state.campaigns.entries()) sorted[campaigns_.names->text(code)] = &campaign;
  out.u64(sorted.size());
  for (const auto& [name, campaign] : sorted) {
    out.text(name);
    out.i64(campaign->exposed);
    out.i64(campaign->waiting);
    campaign->replies.save(out);
  }
}

Result<Observers::State> Observers::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(const uint64_t count, in.count(sizeof(uint32_t) + 3 * sizeof(int64_t)));
  for (uint64_t i = 0; i < count; ++i) {
    SOJOURN_TRY(const std::string name, in.text());
    Campaign campaign;
    SOJOURN_TRY(campaign.exposed, load_count(in, 1));
    SOJOURN_TRY(campaign.waiting, load_count(in));
    SOJOURN_TRY(campaign.replies, QuantileSketch::load(in));
    if (campaign.waiting > campaign.exposed || campaign.replies.count() > campaign.exposed - campaign.waiting) {
      return in.corrupt("a campaign's counts do not add up");
    }
    Campaign& into = state.campaigns.at(name.empty() ? 0 : campaigns_.names->intern(name));
    if (into.exposed != 0) return in.corrupt("a campaign stands there twice");
    into = std::move(campaign);
  }
  return state;
}

MeasureDefinition observers_definition() {
  MeasureDefinition definition;
  definition.id = "observers";
  definition.title = "From observer to potential customer";
  definition.question = "Which campaign makes people who were only looking on reply?";
  definition.definition =
      "The share, in percent, of the customers exposed to a campaign who replied: value = 100 * customers / n. An "
      "event "
      "that passes exposed is an exposure, one that passes replied is a reply; by themselves what we send and what the "
      "customer sends. Only customers who had never replied before count as observers, so the reply is their first "
      "one; with observers=everyone each exposure counts and is answered by the next reply. A reply must come within "
      "`within` after an exposure (exactly so long counts). It counts for every campaign with such an exposure, so "
      "campaigns may share a customer. Exposures lie in the range of the question; replies may come after it, and "
      "whoever replied before it is no observer. waiting are customers who have not replied but whose time is not "
      "over yet; they are in n. median_seconds is the time from the last exposure that was answered to the reply. "
      "What was sent need not have been noticed: exposed='direction = \"out\" and perceived = true' asks for that. "
      "Only customers with an identifier are counted. A split puts an exposure, and the reply to it, into the "
      "exposure's group.";
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kUp;
  definition.shape = Shape::kTable;
  definition.least_n = 30;
  definition.interval = "Wilson";
  definition.inputs = "time, direction, campaign, an identifier";
  definition.source = "Wilson, JASA 22, 1927 (interval)";
  definition.since = "0.1";
  definition.parameters = {
      parameter("exposed", ParameterType::kFilter, "direction = \"out\"",
                "Events by which a campaign reaches somebody."),
      parameter("replied", ParameterType::kFilter, "direction = \"in\"", "Events that are a reply."),
      parameter("within", ParameterType::kDuration, "7d", "How long after an exposure a reply still counts."),
      choice("observers", {"passive", "everyone"}, "Only customers who had not replied before, or everyone exposed."),
      node_parameter("campaign")};
  definition.bind = bind_fold<Observers>;
  return definition;
}

}  // namespace sojourn
