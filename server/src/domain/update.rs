//! How much goes into one answer.

/// As many of the first items as fit into a size, but at least one and `most` at the most; and
/// whether any are left.
pub fn fitting<T>(
    items: impl IntoIterator<Item = T>,
    most: usize,
    room: usize,
    mut size: impl FnMut(&T) -> usize,
) -> (Vec<T>, bool) {
    let mut taken = Vec::new();
    let mut filled = 0_usize;
    for item in items {
        filled = filled.saturating_add(size(&item));
        if taken.len() == most || (filled > room && !taken.is_empty()) {
            return (taken, true);
        }
        taken.push(item);
    }
    (taken, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_taken_and_never_nothing() {
        let fit = |sizes: &[usize]| fitting(sizes.iter().copied(), 3, 100, |size| *size);
        assert_eq!(fit(&[]), (vec![], false));
        assert_eq!(fit(&[40, 60]), (vec![40, 60], false));
        assert_eq!(fit(&[40, 61]), (vec![40], true));
        assert_eq!(fit(&[500]), (vec![500], false));
        assert_eq!(fit(&[500, 1]), (vec![500], true));
        assert_eq!(fit(&[1, 1, 1]), (vec![1, 1, 1], false));
        assert_eq!(fit(&[1, 1, 1, 1]), (vec![1, 1, 1], true));
    }
}
