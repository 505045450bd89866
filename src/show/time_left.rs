//! How much longer reading takes, as far as that can be said: as if the bytes to come took as long as those before.

use fingerpost::definitions::Wording;
use std::time::Duration;

/// Before that, the first bytes say little of the rest.
const SOONEST: Duration = Duration::from_secs(2);
/// One in so many bytes must have been read.
const FEWEST: u64 = 10;

const SECONDS_OF_MINUTE: u64 = 60;
/// Below a minute it is said in steps.
const STEP: u64 = 10;

/// In words; `None` where nothing honest can be said.
pub fn time_left(wording: &Wording, elapsed: Duration, bytes: u64, of_bytes: Option<u64>) -> Option<String> {
    let seconds = seconds_left(elapsed, bytes, of_bytes?)?;
    Some(match seconds {
        ..STEP => wording.say("cli.left.moment", &[]),
        STEP..SECONDS_OF_MINUTE => {
            wording.say("cli.left.seconds", &[("n", &seconds.next_multiple_of(STEP).to_string())])
        }
        _ => wording.count("cli.left.minutes", seconds.div_ceil(SECONDS_OF_MINUTE), &[]),
    })
}

/// Rounded up. A file that has grown since its length was asked for has no end that is known.
fn seconds_left(elapsed: Duration, bytes: u64, of_bytes: u64) -> Option<u64> {
    if elapsed < SOONEST || bytes < of_bytes.div_ceil(FEWEST).max(1) || bytes > of_bytes {
        return None;
    }
    let left = elapsed.mul_f64((of_bytes - bytes) as f64 / bytes as f64);
    Some(left.as_secs_f64().ceil() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_goes_by_the_bytes_and_is_rounded_up() {
        let left = |seconds, bytes, of_bytes| seconds_left(Duration::from_secs(seconds), bytes, of_bytes);
        assert_eq!(left(10, 250, 1000), Some(30));
        assert_eq!(left(10, 300, 1000), Some(24));
        assert_eq!(left(10, 1000, 1000), Some(0));
    }

    #[test]
    fn nothing_is_said_too_soon_or_of_a_length_that_was_wrong() {
        let left = |seconds, bytes, of_bytes| seconds_left(Duration::from_secs(seconds), bytes, of_bytes);
        assert_eq!(left(1, 500, 1000), None);
        assert_eq!(left(10, 99, 1000), None);
        assert_eq!(left(10, 1001, 1000), None);
        assert_eq!(left(10, 0, 0), None);
    }

    #[test]
    fn it_is_said_in_steps_that_the_estimate_can_bear() {
        let wording = fingerpost::definitions::load(None).expect("the program's own").wording;
        let said = |seconds, bytes| time_left(&wording, Duration::from_secs(seconds), bytes, Some(1000));
        let said = [said(10, 900), said(10, 500), said(10, 300), said(60, 500), said(60, 400)]
            .map(Option::unwrap_or_default);
        assert_eq!(
            said,
            [
                "a few seconds left to read",
                "about 10 seconds left to read",
                "about 30 seconds left to read",
                "about 1 minute left to read",
                "about 2 minutes left to read"
            ]
        );
        assert_eq!(time_left(&wording, Duration::from_secs(9), 500, None), None);
    }
}
