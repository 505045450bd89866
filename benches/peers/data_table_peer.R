# The job in R's data.table. What the job is stands in README.md.
#
# usage: Rscript data_table_peer.R FOLDER FIRST_DAY LAST_DAY

suppressPackageStartupMessages(library(data.table))

arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
first_day <- as.IDate(arguments[2])
last_day <- as.IDate(arguments[3])
threshold <- 5

# Each answer that a form offers, and what it counts. A part is an item; a kind of support has a gate as well.
support <- paste0("s", 1:20)
relationship <- paste0("r", 1:7)
reqol <- as.character(1:10)
reversed <- c("1", "3", "6", "9")
codes <- rbind(
  CJ(measure = "inspire", part = c(support, relationship), points = 0:4)[, `:=`(item = part, answer = points)],
  CJ(measure = "inspire", part = support, answer = c("yes", "no", "1", "0"))[
    , `:=`(item = paste0(part, "_important"), points = as.integer(answer %in% c("yes", "1")))],
  CJ(measure = "reqol-10", part = reqol, answer = 0:4)[
    , `:=`(item = part, points = fifelse(part %in% reversed, 4L - answer, answer))],
  CJ(measure = "reqol-10", part = "total", points = 0:40)[, `:=`(item = part, answer = points)],
  use.names = TRUE
)
codes[, is_gate := endsWith(item, "_important")]

# Questionnaires, each item of them beside its gate.
columns <- c("person_id", "team_id", "completed_on", "measure", "item", "answer", "questionnaire_id")
answers <- fread(file.path(folder, "measures.csv"), select = columns, colClasses = "character")
answers[, row := .I]
answers <- answers[measure %in% c("inspire", "reqol-10")]
offered <- codes[answers, on = .(measure, item, answer), nomatch = NULL]
offered[, sheet := .GRP, by = .(person_id, team_id, completed_on, measure, questionnaire_id)]
sheets <- unique(offered, by = "sheet", fromLast = TRUE)[
  , .(sheet, person_id, team_id, completed_on = as.IDate(completed_on), row)]
parts <- merge(
  offered[is_gate == FALSE, .(points = max(points)), by = .(sheet, part)],
  offered[is_gate == TRUE, .(gate = max(points)), by = .(sheet, part)],
  by = c("sheet", "part"), all = TRUE
)

# A row for each scale that can be scored.
of_support <- parts[startsWith(part, "s"), .(
  gates = sum(!is.na(gate)), important = sum(gate == 1, na.rm = TRUE),
  rated = sum(gate == 1 & !is.na(points), na.rm = TRUE), points = sum(points[gate == 1], na.rm = TRUE)
), by = sheet]
of_relationship <- parts[startsWith(part, "r"), .(rated = .N, points = sum(points)), by = sheet]
of_reqol <- parts[part %in% reqol, .(rated = .N, score = sum(points)), by = sheet]
sent <- parts[part == "total" & !sheet %in% of_reqol$sheet, .(sheet, score = points)]
scored <- rbindlist(list(
  inspire.support = of_support[gates >= 0.8 * 20 & important > 0 & 5 * rated >= 4 * important,
    .(sheet, score = 25 * points / rated)],
  inspire.relationship = of_relationship[rated == 7, .(sheet, score = 25 * points / 7)],
  `reqol-10.total` = rbind(of_reqol[rated == 10, .(sheet, score)], sent)
), idcol = "scale")
scored <- sheets[scored, on = "sheet"][completed_on <= last_day]

# Each row once for its team and once for the provider.
by_unit <- function(rows) rbind(copy(rows)[, unit := team_id], copy(rows)[, unit := "provider"])

people <- fread(file.path(folder, "people.csv"), colClasses = "character")
people[, `:=`(spell = .I, start_date = as.IDate(start_date), end_date = as.IDate(end_date))]
spells <- people[start_date <= last_day & (is.na(end_date) | end_date >= first_day)]
caseload <- unique(by_unit(spells)[, .(unit, person_id)])

in_period <- by_unit(scored[completed_on >= first_day])[caseload, on = .(unit, person_id), nomatch = NULL]
setorder(in_period, completed_on, row)
latest <- unique(in_period, by = c("unit", "scale", "person_id"), fromLast = TRUE)
means <- latest[, .(known = .N, value = mean(score)), by = .(unit, indicator = paste0("score.", scale))]

in_spell <- scored[scale == "reqol-10.total"][spells, on = .(person_id, team_id), nomatch = NULL]
in_spell <- in_spell[start_date <= completed_on & (is.na(end_date) | completed_on <= end_date)]
setorder(in_spell, completed_on, row)
daily <- unique(in_spell, by = c("spell", "completed_on"), fromLast = TRUE)
ends <- daily[, .(
  first = first(score), first_on = first(completed_on),
  last = last(score), last_on = last(completed_on), row = last(row)
), by = .(spell, person_id, team_id)]
pairs <- by_unit(ends[last_on > first_on & last_on >= first_day][, change := last - first])
# Spells that overlap can give pairs with one end: the longer one counts.
setorder(pairs, last_on, row, -first_on)
votes <- unique(pairs, by = c("unit", "person_id"), fromLast = TRUE)[caseload, on = .(unit, person_id)]
counted <- votes[, .(
  people = .N, pairs = sum(!is.na(change)), improved = sum(change >= threshold, na.rm = TRUE)
), by = unit]

figures <- rbind(
  means,
  counted[, .(unit, indicator = "paired.reqol-10.total", achieved = pairs, known = people)],
  counted[, .(unit, indicator = "improved.reqol-10.total", achieved = improved, known = pairs)],
  fill = TRUE
)
fwrite(figures[, .(unit, indicator, achieved, known, value)])
