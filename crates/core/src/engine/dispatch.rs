//! Compiles a kernel for newer instructions too, and chooses when it runs.
//!
//! All versions do the same scalar operations in every lane, without fused multiply-add, and so give the same bytes.

#[cfg(target_arch = "x86_64")]
use std::sync::LazyLock;

/// Vector instructions that kernels are compiled for.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Vectors {
    /// What every processor of the architecture has.
    Plain,
    /// AVX2 and BMI2.
    Avx2,
    /// AVX-512 (F, VL, DQ, BW) and BMI2.
    Avx512,
}

/// The widest instructions that the processor has, unless the variable `DRAWDOWN_VECTORS` (`plain`, `avx2`) asks for
/// narrower ones: results are the same, which can so be checked.
#[cfg(target_arch = "x86_64")]
pub static VECTORS: LazyLock<Vectors> = LazyLock::new(|| {
    macro_rules! has {
        ($($feature:tt)*) => { $(std::arch::is_x86_feature_detected!($feature))&&* };
    }
    let most = match std::env::var("DRAWDOWN_VECTORS").as_deref() {
        Ok("plain") => Vectors::Plain,
        Ok("avx2") => Vectors::Avx2,
        _ => Vectors::Avx512,
    };
    let there = if has!("avx512f" "avx512vl" "avx512dq" "avx512bw" "bmi2") {
        Vectors::Avx512
    } else if has!("avx2" "bmi2") {
        Vectors::Avx2
    } else {
        Vectors::Plain
    };
    there.min(most)
});

/// Defines `$name` compiled for AVX-512, for AVX2 and for the plain target, chosen by what the processor has: with a body of
/// its own, or as an `#[inline(always)]` function that others call too (`fn $name = $body, (...)`).
macro_rules! kernel {
    ($(#[$meta:meta])* $visible:vis fn $name:ident $(<$life:lifetime>)? ($($argument:ident: $type:ty),* $(,)?) $(-> $result:ty)? $block:block) => {
        $crate::engine::dispatch::kernel! {
            $(#[$meta])*
            $visible fn $name $(<$life>)? = body, ($($argument: $type),*) $(-> $result)?; {
                #[inline(always)]
                #[allow(clippy::too_many_arguments)]
                fn body $(<$life>)? ($($argument: $type),*) $(-> $result)? $block
            }
        }
    };
    ($(#[$meta:meta])* $visible:vis fn $name:ident $(<$life:lifetime>)? = $body:path, ($($argument:ident: $type:ty),* $(,)?) $(-> $result:ty)? $(; { $inner:item })?) => {
        $(#[$meta])*
        #[allow(clippy::too_many_arguments)]
        $visible fn $name $(<$life>)? ($($argument: $type),*) $(-> $result)? {
            $($inner)?
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512vl,avx512dq,avx512bw,bmi2")]
                fn widest $(<$life>)? ($($argument: $type),*) $(-> $result)? {
                    $body($($argument),*)
                }
                #[target_feature(enable = "avx2,bmi2")]
                fn wide $(<$life>)? ($($argument: $type),*) $(-> $result)? {
                    $body($($argument),*)
                }
                use $crate::engine::dispatch::{VECTORS, Vectors};
                match *VECTORS {
                    // SAFETY: the processor has the features that the function is compiled for.
                    Vectors::Avx512 => return unsafe { widest($($argument),*) },
                    // SAFETY: the same.
                    Vectors::Avx2 => return unsafe { wide($($argument),*) },
                    Vectors::Plain => {}
                }
            }
            $body($($argument),*)
        }
    };
}

pub(crate) use kernel;
